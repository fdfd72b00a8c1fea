package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many spawns, and spawns of many tasks: what the parent, its gateway, the server and the agents hold does not grow
 * with them.
 */
@ExtendWith(HpvmCluster.class)
@Timeout(1200)
class EnduranceIT {
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    /** What the processes of one role hold, added up. */
    private record Held(long descriptors, long threads, long liveBytes) {}

    @Test
    void hundredsOfSpawnsLeaveNothingBehindInAnyProcess(EmbeddedCluster cluster) throws Exception {
        endure(cluster, 400, 1, 2 * MEBIBYTE);
    }

    @Test
    @Tag("slow")
    void tenThousandSpawnsLeaveNothingBehindInAnyProcess(EmbeddedCluster cluster) throws Exception {
        endure(cluster, 10_000, 1, 4 * MEBIBYTE);
    }

    @Test
    @Tag("slow")
    void aMillionTasksInASpawnLeaveNothingBehindInAnyProcess(EmbeddedCluster cluster) throws Exception {
        endure(cluster, 10, 1_000_000, 4 * MEBIBYTE);
    }

    private void endure(EmbeddedCluster cluster, int spawns, int tasks, long mostGrowth) throws Exception {
        Process command = hpvm.startTalking(
                "run",
                CPrograms.parent("endures"),
                CPrograms.tree("empty").toString(),
                Integer.toString(spawns),
                Integer.toString(tasks));
        try (BufferedReader out = command.inputReader(StandardCharsets.UTF_8)) {
            String early = String.valueOf(out.readLine());
            Map<String, Held> before = held(cluster, command);
            goOn(command);
            String late = String.valueOf(out.readLine());
            Map<String, Held> after = held(cluster, command);
            goOn(command);
            assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();

            System.out.println(spawns + " spawns of " + tasks + " tasks: parent " + early + " then " + late + "; "
                    + before + " then " + after);
            assertThat(command.exitValue()).isZero();
            assertThat(numbers(late).subList(0, 2)).isEqualTo(numbers(early).subList(0, 2));
            assertThat(numbers(late).get(2)).isLessThan(numbers(early).get(2) + 1024);
            assertThat(before.keySet()).containsExactlyInAnyOrder("gateway", "ServerMain", "AgentMain");
            assertThat(after.keySet()).isEqualTo(before.keySet());
            before.forEach(
                    (role, held) -> assertIsFlat(role, held, Objects.requireNonNull(after.get(role)), mostGrowth));
        } finally {
            command.descendants().forEach(ProcessHandle::destroyForcibly);
            command.destroyForcibly();
        }
    }

    private static void assertIsFlat(String role, Held before, Held after, long mostGrowth) {
        assertThat(after.descriptors()).as("descriptors of " + role).isLessThan(before.descriptors() + 8);
        assertThat(after.threads()).as("threads of " + role).isLessThan(before.threads() + 8);
        assertThat(after.liveBytes()).as("live bytes of " + role).isLessThan(before.liveBytes() + mostGrowth);
    }

    private static void goOn(Process command) throws IOException {
        command.getOutputStream().write('\n');
        command.getOutputStream().flush();
    }

    private static List<Long> numbers(String line) {
        return Stream.of(line.split(" ", -1)).map(Long::valueOf).toList();
    }

    /** By role: the command with its gateway, the server, the agents. */
    private static Map<String, Held> held(EmbeddedCluster cluster, Process command)
            throws IOException, InterruptedException {
        Map<String, Held> held = new TreeMap<>(Map.of("gateway", held(command.pid())));
        for (ProcessHandle process : cluster.processes().alive()) {
            List<String> words = List.of(process.info().arguments().orElse(new String[0]));
            // A shell that waits for a JVM has its command line as one word.
            for (String role : List.of("ServerMain", "AgentMain")) {
                if (words.stream().anyMatch(word -> word.endsWith("." + role))) {
                    held.merge(role, held(process.pid()), EnduranceIT::sum);
                }
            }
        }
        return held;
    }

    private static Held sum(Held one, Held other) {
        return new Held(
                one.descriptors() + other.descriptors(),
                one.threads() + other.threads(),
                one.liveBytes() + other.liveBytes());
    }

    private static Held held(long pid) throws IOException, InterruptedException {
        return new Held(count(pid, "fd"), count(pid, "task"), liveBytes(pid));
    }

    private static long count(long pid, String kind) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(pid), kind))) {
            return entries.count();
        }
    }

    /** Bytes of the objects that are alive, after a collection. */
    private static long liveBytes(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = jcmd.inputReader(StandardCharsets.UTF_8)) {
            String printed = out.lines().collect(Collectors.joining("\n"));
            assertThat(jcmd.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String total = printed.lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("jcmd " + pid + " printed: " + printed));
            return Long.parseLong(total.trim().split("\\s+", -1)[2]);
        }
    }
}
