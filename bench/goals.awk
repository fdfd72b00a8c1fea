# Goals, then lines of case, contestant, unit, value: a table of what was reached. A goal whose figures are not there is
# left out.
BEGIN { FS = "\t" }
FNR == NR {
    if ($0 !~ /^#/) {
        goal[++goals] = $1
        of[goals] = $2
        beside[goals] = $3
        relation[goals] = $4
        figure[goals] = $5 + 0
    }
    next
}
{
    values[$1 "\t" $2, ++count[$1 "\t" $2]] = $4 + 0
    unit[$1] = $3
}
function median(key,    i, j, swap, half) {
    for (i = 1; i <= count[key]; i++)
        for (j = i + 1; j <= count[key]; j++)
            if (values[key, j] < values[key, i]) {
                swap = values[key, i]; values[key, i] = values[key, j]; values[key, j] = swap
            }
    half = int((count[key] + 1) / 2)
    return count[key] % 2 ? values[key, half] : (values[key, half] + values[key, half + 1]) / 2
}
END {
    print "\n| goal | reached | wanted | |"
    print "|---|---:|---:|---|"
    for (i = 1; i <= goals; i++) {
        ours = of[i] "\tHPVM"
        theirs = of[i] "\t" beside[i]
        if (!(ours in count) || (beside[i] != "" && !(theirs in count))) continue
        reached = median(ours)
        if (relation[i] == "over") reached -= median(theirs)
        else if (beside[i] != "") reached /= median(theirs)
        met = relation[i] == "at least" ? reached >= figure[i] : reached <= figure[i]
        shown = beside[i] == "" || relation[i] == "over" ? " " unit[of[i]] : ""
        printf "| %s | %.4g%s | %s %.4g%s | %s |\n", goal[i], reached, shown, \
            relation[i] == "at least" ? "at least" : "at most", figure[i], shown, met ? "yes" : "no"
    }
}
