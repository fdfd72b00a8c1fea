package org.hpvm.minicluster.junit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that processes have open or mapped, and the Unix sockets that they have bound.
 *
 * @param paths as {@code /proc} shows them
 */
record OpenFiles(Set<String> paths) {
    /** Inode and path end a line of {@code /proc/net/unix}; a socket without a name has no path. */
    private static final Pattern BOUND = Pattern.compile("\\s([0-9]+)\\s+(/.*)$");

    private static final Pattern MAPPED = Pattern.compile("\\s(/.*?)(?: \\(deleted\\))?$");

    OpenFiles {
        paths = Set.copyOf(paths);
    }

    /** What all processes but this JVM hold; what this JVM holds after a test, the test forgot. */
    static OpenFiles ofOthers() {
        Set<String> found = new HashSet<>();
        ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .filter(pid -> pid != ProcessHandle.current().pid())
                .forEach(pid -> {
                    addDescriptors(pid, found);
                    addMatches(Path.of("/proc", Long.toString(pid), "maps"), MAPPED, 1, found);
                });
        for (String line : lines(Path.of("/proc/net/unix"))) {
            Matcher bound = BOUND.matcher(line);
            if (bound.find() && found.contains("socket:[" + bound.group(1) + ']')) {
                found.add(bound.group(2));
            }
        }
        return new OpenFiles(found);
    }

    /** Whether the file, or one below it, is among them. */
    boolean use(Path path) {
        String below = path + "/";
        return paths.stream().anyMatch(open -> open.equals(path.toString()) || open.startsWith(below));
    }

    private static void addDescriptors(long pid, Set<String> found) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : descriptors) {
                addTarget(descriptor, found);
            }
        } catch (IOException e) {
            // Ended meanwhile, or another user's.
        }
    }

    private static void addTarget(Path descriptor, Set<String> found) {
        try {
            found.add(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            // Closed meanwhile.
        }
    }

    private static void addMatches(Path file, Pattern pattern, int group, Set<String> found) {
        for (String line : lines(file)) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                found.add(matcher.group(group));
            }
        }
    }

    /** Empty for the file of a process that ended meanwhile or is another user's. */
    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
