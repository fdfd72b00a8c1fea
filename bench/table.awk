# Lines of case, contestant, unit, value to a table: median, best, and the ratio of medians to HPVM's of the case.
BEGIN { FS = "\t" }
{
    key = $1 "\t" $2
    if (!(key in count)) {
        order[++keys] = key
        unit[key] = $3
    }
    values[key, ++count[key]] = $4 + 0
}
function sorted(key,    i, j, swap) {
    for (i = 1; i <= count[key]; i++) {
        for (j = i + 1; j <= count[key]; j++) {
            if (values[key, j] < values[key, i]) {
                swap = values[key, i]
                values[key, i] = values[key, j]
                values[key, j] = swap
            }
        }
    }
}
function median(key,    half) {
    half = int((count[key] + 1) / 2)
    return count[key] % 2 ? values[key, half] : (values[key, half] + values[key, half + 1]) / 2
}
END {
    print "| case | who | median | best | unit | runs | HPVM to it |"
    print "|---|---|---:|---:|---|---:|---:|"
    for (i = 1; i <= keys; i++) {
        sorted(order[i])
        split(order[i], part, "\t")
        if (part[2] == "HPVM") {
            ours[part[1]] = median(order[i])
        }
    }
    for (i = 1; i <= keys; i++) {
        key = order[i]
        split(key, part, "\t")
        best = unit[key] ~ /\/s$/ ? values[key, count[key]] : values[key, 1]
        ratio = part[2] != "HPVM" && part[1] in ours && median(key) > 0 ? sprintf("%.3g", ours[part[1]] / median(key)) : ""
        printf "| %s | %s | %.5g | %.5g | %s | %d | %s |\n", part[1], part[2], median(key), best, unit[key], count[key], ratio
    }
}
