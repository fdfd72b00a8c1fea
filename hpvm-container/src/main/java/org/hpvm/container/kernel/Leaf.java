package org.hpvm.container.kernel;

import java.util.regex.Pattern;

/**
 * One kernel binary.
 *
 * @param path its place in the tree
 * @param sha256 of its bytes, 64 hexadecimal digits, lower case; its name in every store
 * @param bytes its size
 */
public record Leaf(LeafPath path, String sha256, long bytes) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public Leaf {
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in hexadecimal: " + sha256);
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("a leaf of " + bytes + " bytes");
        }
    }

    /** The name of the file in the leaf's directory. */
    public static String fileName(LeafPath path) {
        if (path.isJvm()) {
            return "kernel.jar";
        }
        return path.os().equals("windows") ? "kernel.exe" : "kernel";
    }
}
