package org.hpvm.container.build;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.settings.Nearest;

/** Picks rows by their leaves. */
public final class LeafSelection {
    private LeafSelection() {}

    /**
     * The rows that at least one pattern names.
     *
     * @param patterns each one to three parts, {@code aarch64}, {@code x86_64/linux}, {@code *}{@code /linux/generic};
     *     {@code *} stands for any part, and a pattern that ends early for all below; none picks every row
     * @throws HpvmException if a pattern picks nothing
     */
    public static List<Toolchain> pick(List<Toolchain> rows, List<String> patterns) throws HpvmException {
        List<String> faults = new ArrayList<>();
        for (String pattern : patterns) {
            if (rows.stream().noneMatch(row -> matches(pattern, row))) {
                TreeSet<String> known =
                        rows.stream().map(row -> row.leaf().toString()).collect(Collectors.toCollection(TreeSet::new));
                rows.forEach(row -> known.add(row.leaf().architecture()));
                rows.forEach(row ->
                        known.add(row.leaf().architecture() + "/" + row.leaf().os()));
                faults.add("\"" + pattern + "\" names no leaf that there is a toolchain for"
                        + (known.isEmpty() ? "" : "; did you mean " + Nearest.to(pattern, known) + "?"));
            }
        }
        if (!faults.isEmpty()) {
            throw new HpvmException(ErrorCode.INVALID, "choose leaves: " + String.join("; ", faults));
        }
        return rows.stream()
                .filter(row -> patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, row)))
                .toList();
    }

    private static boolean matches(String pattern, Toolchain row) {
        String[] wanted = pattern.split("/", -1);
        String[] parts = row.leaf().toString().split("/", -1);
        if (wanted.length > parts.length) {
            return false;
        }
        for (int index = 0; index < wanted.length; index++) {
            if (!wanted[index].equals("*") && !wanted[index].equals(parts[index])) {
                return false;
            }
        }
        return true;
    }
}
