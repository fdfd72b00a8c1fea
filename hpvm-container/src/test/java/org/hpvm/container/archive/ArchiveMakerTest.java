package org.hpvm.container.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.hpvm.container.kernel.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Makes archives with a real JVM and starts another from them, by the shell that YARN uses. */
@Timeout(120)
class ArchiveMakerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    @TempDir
    Path directory;

    private ClassArchive archive = new ClassArchive(Path.of("/"), "none");
    private Path jar = Path.of("");

    @BeforeEach
    void makeAJar() throws IOException {
        archive = new ClassArchive(directory.resolve("classes/version"), "Hello");
        jar = directory.resolve("ours.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            String entry = Sha256.class.getName().replace('.', '/') + ".class";
            out.putNextEntry(new JarEntry(entry));
            try (var in = Sha256.class.getClassLoader().getResourceAsStream(entry)) {
                in.transferTo(out);
            }
        }
    }

    @Test
    void aJvmStartsFromTheArchiveThatTheOneBeforeItMade() throws IOException, InterruptedException {
        recordClasses();

        maker().make(PATIENCE);

        assertThat(archive.file()).isRegularFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive.directory())))
                .isEqualTo("rwx------");
        assertThat(run(archive.command(
                        JAVA + "/bin/java", "-Xshare:on -Xlog:class+load -cp $CLASSPATH " + sha256(), "")))
                .anyMatch(line -> line.contains(sha256()) && line.contains("shared objects file"));
    }

    @Test
    void withoutAnArchiveTheCommandRecordsTheClasses() throws IOException, InterruptedException {
        run(archive.command(JAVA + "/bin/java", "-cp " + jar + " " + sha256(), ""));

        assertThat(directory.resolve(ClassArchive.CLASS_LIST)).content().contains("java/lang/Object");
    }

    @Test
    void anArchiveThatIsOlderThanTheJdkIsRemoved() throws IOException, InterruptedException {
        recordClasses();
        maker().make(PATIENCE);
        Files.delete(directory.resolve(ClassArchive.CLASS_LIST));

        maker().make(PATIENCE);
        assertThat(archive.file()).isRegularFile();

        Files.setLastModifiedTime(archive.file(), FileTime.from(Instant.EPOCH));
        maker().make(PATIENCE);
        assertThat(archive.file()).doesNotExist();
    }

    @Test
    void anArchiveThatAnotherProcessMakesIsLeftToIt() throws IOException, InterruptedException {
        recordClasses();
        Files.createDirectories(archive.directory());
        Files.createFile(archive.directory().resolve("Hello.claim"));

        maker().make(PATIENCE);

        assertThat(archive.file()).doesNotExist();
    }

    @Test
    void whileAClaimHoldsNobodyRecordsClasses() throws IOException, InterruptedException {
        Files.createDirectories(archive.directory());
        Files.createFile(archive.claim());

        run(archive.command(JAVA + "/bin/java", "-cp " + jar + " " + sha256(), ""));

        assertThat(directory.resolve(ClassArchive.CLASS_LIST)).doesNotExist();
    }

    @Test
    void aClaimThatLedToNothingIsRemovedAfterAWhile() throws IOException {
        Files.createDirectories(archive.directory());
        Files.createFile(archive.claim());

        maker().make(PATIENCE);
        assertThat(archive.claim()).exists();

        Files.setLastModifiedTime(archive.claim(), FileTime.from(Instant.EPOCH));
        maker().make(PATIENCE);
        assertThat(archive.claim()).doesNotExist();
    }

    @Test
    void aClassListThatJavaCannotReadLeavesNoArchive() throws IOException {
        Files.writeString(directory.resolve(ClassArchive.CLASS_LIST), "@what is this\n");

        maker().make(PATIENCE);

        assertThat(archive.file()).doesNotExist();
        assertThat(archive.directory().resolve("Hello.made")).doesNotExist();
    }

    @Test
    void onlyTheNewestVersionsAreKept() throws IOException, InterruptedException {
        recordClasses();
        for (int old = 0; old < 6; old++) {
            Path version = Files.createDirectories(directory.resolve("classes/old" + old));
            Files.createFile(version.resolve("Hello.jsa"));
            Files.setLastModifiedTime(version, FileTime.from(Instant.EPOCH.plusSeconds(old)));
        }

        maker().make(PATIENCE);

        try (var left = Files.list(directory.resolve("classes"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("version", "old5", "old4", "old3");
        }
    }

    private ArchiveMaker maker() {
        return new ArchiveMaker(archive, directory, List.of(jar.toString()), JAVA);
    }

    /** The class has no main: Java loads it, which is all that is wanted here, and says so. */
    private void recordClasses() throws IOException, InterruptedException {
        run(JAVA + "/bin/java -XX:DumpLoadedClassList=" + ClassArchive.CLASS_LIST + " -cp " + jar + " " + sha256());
    }

    private static String sha256() {
        return Sha256.class.getName();
    }

    private List<String> run(String command) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process shell = new ProcessBuilder("bash", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new ArrayList<>(Files.readAllLines(output, StandardCharsets.UTF_8));
    }
}
