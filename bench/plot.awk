# Lines of case, contestant, unit, value to a plot in SVG: a bar from best to worst with a mark at the median, on a
# logarithmic scale of each unit's own.
BEGIN { FS = "\t" }
{
    key = $1 "\t" $2
    value = $4 + 0
    if (value <= 0) next
    if (!(key in count)) {
        order[++keys] = key
        unit[key] = $3
        low[key] = high[key] = value
    }
    count[key]++
    values[key, count[key]] = value
    if (value < low[key]) low[key] = value
    if (value > high[key]) high[key] = value
    if (!($3 in least) || value < least[$3]) least[$3] = value
    if (!($3 in most) || value > most[$3]) most[$3] = value
}
function x(value, of,    from, to) {
    from = log(least[of] / 1.5)
    to = log(most[of] * 1.5)
    return 420 + 440 * (log(value) - from) / (to - from)
}
function median(key,    i, j, swap) {
    for (i = 1; i <= count[key]; i++)
        for (j = i + 1; j <= count[key]; j++)
            if (values[key, j] < values[key, i]) {
                swap = values[key, i]; values[key, i] = values[key, j]; values[key, j] = swap
            }
    return values[key, int((count[key] + 1) / 2)]
}
function text(words) {
    gsub(/&/, "\\&amp;", words)
    gsub(/</, "\\&lt;", words)
    return words
}
END {
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1000\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">\n", 30 + 22 * keys
    print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
    for (i = 1; i <= keys; i++) {
        key = order[i]
        split(key, part, "\t")
        y = 10 + 22 * i
        colour = part[2] == "HPVM" ? "#c0392b" : "#34495e"
        from = x(low[key], unit[key])
        to = x(high[key], unit[key])
        middle = median(key)
        printf "<text x=\"410\" y=\"%d\" text-anchor=\"end\">%s: %s</text>\n", y + 4, text(part[1]), text(part[2])
        printf "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"10\" fill=\"%s\" opacity=\"0.5\"/>\n", from, y - 5, to - from + 2, colour
        printf "<circle cx=\"%.1f\" cy=\"%d\" r=\"5\" fill=\"%s\"/>\n", x(middle, unit[key]), y, colour
        printf "<text x=\"880\" y=\"%d\">%.4g %s</text>\n", y + 4, middle, text(unit[key])
    }
    print "</svg>"
}
