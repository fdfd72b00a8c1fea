package org.hpvm.minicluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One machine of a cluster that stands on a single real one: it has a loopback address of its own, and so a DataNode
 * and a NodeManager that HDFS and YARN hold for another host.
 *
 * @param name what people call it
 * @param address in 127.0.0.0/8; must have no name in {@code /etc/hosts}, as a NodeManager would call itself by that
 *     name
 * @param columns further text for its line in the hosts file, such as {@code arch=aarch64}; may be empty
 */
public record Machine(String name, String address, String columns) {
    private static final Pattern WORD =
            Pattern.compile("(?<name>[^=]*)(=(?<arch>[a-z0-9_]+)(/(?<os>[a-z0-9]+))?(:(?<level>[a-z0-9._-]+))?)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final Pattern ADDRESS = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    public Machine {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "machine name: letters, digits, _ . and - wanted, found \"" + name + '"');
        }
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("address of " + name + ": 127.x.y.z wanted, found \"" + address + '"');
        }
        if (columns.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("columns of " + name + " must be one line");
        }
    }

    /**
     * A machine as a word of the command line describes it: {@code palm}, {@code palm=aarch64},
     * {@code laptop=x86_64:x86-64-v2}, {@code desk=x86_64/windows}.
     */
    static Machine described(String word, String address) {
        Matcher matcher = WORD.matcher(word);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "machine: NAME, or NAME=ARCHITECTURE[/OS][:LEVEL] wanted, found \"" + word + '"');
        }
        StringBuilder columns = new StringBuilder();
        append(columns, "arch=", matcher.group("arch"));
        append(columns, "os=", matcher.group("os"));
        append(columns, "levels=", matcher.group("level"));
        return new Machine(matcher.group("name"), address, columns.toString());
    }

    private static void append(StringBuilder columns, String column, @Nullable String value) {
        if (value != null) {
            columns.append(columns.length() == 0 ? "" : " ").append(column).append(value);
        }
    }

    /** Its line in the hosts file. */
    public String hostsLine() {
        return (address + ' ' + name + ' ' + columns).strip();
    }
}
