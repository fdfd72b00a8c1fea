package org.hpvm.examples;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How tests start {@code hpvm}: the jar of the build, with the Hadoop that the tests run with. */
public final class HpvmCommandLine {
    static final String JAR = System.getProperty("hpvm.jar", "");
    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private HpvmCommandLine() {}

    /**
     * The command with these words.
     *
     * @param conf the cluster's configuration
     */
    public static List<String> of(Path conf, List<String> words) {
        // A shell that runs the tests in the background has SIGINT ignored, and children inherit that.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                JAR + File.pathSeparator + conf + File.pathSeparator + hadoop(),
                "org.hpvm.yarn.command.HpvmMain"));
        command.addAll(words);
        return command;
    }

    /** How a parent in Java, a class among the tests, is started: with our jar and nothing else. */
    static List<String> parent(Class<?> main) {
        return List.of(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                JAR + File.pathSeparator + Path.of("target/test-classes").toAbsolutePath(),
                main.getName());
    }

    /** Hadoop's class path: that of the tests without what is ours. */
    static String hadoop() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("hpvm-"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
