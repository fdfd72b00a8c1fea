package org.hpvm.container.kernel;

import java.util.regex.Pattern;

/**
 * The place of a leaf in its tree: {@code x86_64/linux/x86-64-v3}. Each part is lower case letters, digits, {@code . _
 * -}.
 *
 * @param architecture such as {@code x86_64}, {@code s390x}; {@code any} for a leaf of Java
 * @param os such as {@code linux}; {@code jvm} for a leaf of Java
 * @param optimization {@code generic} or a level such as {@code x86-64-v3}, {@code sve}
 */
public record LeafPath(String architecture, String os, String optimization) {
    public static final String GENERIC = "generic";
    public static final String ANY_ARCHITECTURE = "any";
    public static final String JVM = "jvm";
    private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    public LeafPath {
        for (String part : new String[] {architecture, os, optimization}) {
            if (!PART.matcher(part).matches()) {
                throw new IllegalArgumentException("\"" + part
                        + "\" is no architecture, OS or optimization: lower case letters, digits, '.', '_', '-'");
            }
        }
    }

    /** Reads {@code architecture/os/optimization}. */
    public static LeafPath parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("\"" + text + "\" is not architecture/os/optimization");
        }
        return new LeafPath(parts[0], parts[1], parts[2]);
    }

    public boolean isGeneric() {
        return optimization.equals(GENERIC);
    }

    public boolean isJvm() {
        return os.equals(JVM);
    }

    @Override
    public String toString() {
        return architecture + "/" + os + "/" + optimization;
    }
}
