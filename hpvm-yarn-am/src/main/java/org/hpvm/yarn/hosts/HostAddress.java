package org.hpvm.yarn.hosts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The address of a machine, in the one spelling under which it is looked up: an address of IP version 6 can be written
 * in many ways, of which people and YARN need not choose the same.
 *
 * @param text a host name, an address of version 4, or the eight groups of one of version 6 without leading zeros
 */
record HostAddress(String text) {
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z._-]{1,255}");
    private static final int GROUPS = 8;
    private static final Pattern GROUP = Pattern.compile("[0-9a-f]{1,4}");

    /**
     * Reads an address; one of version 6 may stand in brackets and name a zone.
     *
     * @throws IllegalArgumentException if it is none
     */
    static HostAddress parse(String written) {
        String bare = written.matches("\\[.*]") ? written.substring(1, written.length() - 1) : written;
        if (!bare.contains(":")) {
            if (!NAME.matcher(bare).matches()) {
                throw new IllegalArgumentException("\"" + written + "\" is no address");
            }
            return new HostAddress(bare);
        }
        String[] addressAndZone = bare.split("%", 2);
        String zone = addressAndZone.length == 2 ? "%" + addressAndZone[1] : "";
        List<String> groups = groups(addressAndZone[0].toLowerCase(Locale.ROOT));
        boolean isWhole = groups.size() == GROUPS
                && groups.stream().allMatch(group -> GROUP.matcher(group).matches());
        if (!isWhole || !zone.matches("(%[0-9A-Za-z._-]+)?")) {
            throw new IllegalArgumentException("\"" + written + "\" is no address of IP version 6");
        }
        return new HostAddress(String.join(
                        ":",
                        groups.stream()
                                .map(group -> Integer.toHexString(Integer.parseInt(group, 16)))
                                .toList())
                + zone);
    }

    /** Whether a machine that is called so is this one. */
    boolean is(String written) {
        try {
            return parse(written).equals(this);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The groups, those that {@code ::} leaves out among them. */
    private static List<String> groups(String address) {
        String[] halves = address.split("::", -1);
        if (halves.length != 2) {
            return List.of(address.split(":", -1));
        }
        List<String> groups = new ArrayList<>(half(halves[0]));
        List<String> last = half(halves[1]);
        while (groups.size() + last.size() < GROUPS) {
            groups.add("0");
        }
        groups.addAll(last);
        return groups;
    }

    private static List<String> half(String groups) {
        return groups.isEmpty() ? List.of() : Arrays.asList(groups.split(":", -1));
    }
}
