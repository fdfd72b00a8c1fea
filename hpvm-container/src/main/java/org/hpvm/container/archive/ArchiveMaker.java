package org.hpvm.container.archive;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the archive of this JVM's classes for those that come after it on the machine; it takes two seconds of a
 * processor, once. That it cannot be made is no reason to fail: Java does without.
 */
public final class ArchiveMaker {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveMaker.class);
    private static final String OUTPUT = "classes.out";
    /** A machine that is too busy to make an archive is left alone for so long at least. */
    private static final long HOLD_SECONDS = 600;

    /** Versions of our jar, or class paths, of which a machine keeps archives; one takes about 80 MB. */
    private static final int MOST_DIRECTORIES = 4;

    private final ClassArchive archive;
    private final Path workingDirectory;
    private final List<String> classpath;
    private final Path java;

    ArchiveMaker(ClassArchive archive, Path workingDirectory, List<String> classpath, Path java) {
        this.archive = archive;
        this.workingDirectory = workingDirectory;
        this.classpath = List.copyOf(classpath);
        this.java = java;
    }

    /** The maker for a container's JVM; empty if its machine keeps no archives. */
    public static Optional<ArchiveMaker> of(Map<String, String> environment, Path workingDirectory) {
        return Optional.ofNullable(environment.get(ClassArchive.variable()))
                .map(file -> new ArchiveMaker(
                        ClassArchive.of(Path.of(file)),
                        workingDirectory,
                        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)),
                        Path.of(System.getProperty("java.home"))));
    }

    /** Whether this JVM ran without an archive, so that {@link #make} has something to do. */
    public boolean isNeeded() {
        return Files.exists(workingDirectory.resolve(ClassArchive.CLASS_LIST));
    }

    /**
     * Makes the archive if there is none; removes one that is older than what it was made of.
     *
     * @param patience after which a machine is too busy
     */
    public void make(Duration patience) {
        try {
            if (isNeeded()) {
                makeUnlessAnotherDoes(patience);
            } else if (isOutdated()) {
                LOG.info("{} is older than what it was made of: removed", archive.file());
                Files.deleteIfExists(archive.file());
            } else if (isOver(archive.claim())) {
                Files.delete(archive.claim());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("could not make {}: {}", archive.file(), e.toString());
        }
    }

    private void makeUnlessAnotherDoes(Duration patience) throws IOException, InterruptedException {
        Files.createDirectories(
                archive.directory(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (Files.exists(archive.file()) || !claim()) {
            return;
        }
        Path aside = archive.directory().resolve(archive.name() + ".made");
        try {
            keepJar();
            if (dump(aside, patience)) {
                Files.deleteIfExists(archive.claim());
                dropOldest();
            }
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Only one process of the machine makes an archive; a claim that led to nothing holds for a while. */
    private boolean claim() throws IOException {
        try {
            Files.createFile(archive.claim());
            return true;
        } catch (FileAlreadyExistsException e) {
            LOG.debug("another process makes {}", archive.file(), e);
            return false;
        }
    }

    private static boolean isOver(Path claim) throws IOException {
        return Files.exists(claim)
                && System.currentTimeMillis() - Files.getLastModifiedTime(claim).toMillis()
                        > TimeUnit.SECONDS.toMillis(HOLD_SECONDS);
    }

    /** The other JVM's archive may have been made with the copy that is there, whose time must then stay. */
    private void keepJar() throws IOException {
        if (!Files.exists(archive.jar())) {
            Path aside = archive.directory().resolve(archive.name() + ".jar");
            Files.copy(Path.of(classpath.get(0)), aside, StandardCopyOption.REPLACE_EXISTING);
            try {
                Files.createLink(archive.jar(), aside);
            } catch (FileAlreadyExistsException e) {
                LOG.debug("{} was put there meanwhile", archive.jar(), e);
            } finally {
                Files.delete(aside);
            }
        }
    }

    private boolean dump(Path aside, Duration patience) throws IOException, InterruptedException {
        List<String> prefix = new ArrayList<>(List.of(archive.jar().toString()));
        prefix.addAll(jars());
        Process dumping = new ProcessBuilder(
                        java.resolve("bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-Xlog:disable",
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + workingDirectory.resolve(ClassArchive.CLASS_LIST),
                        "-XX:SharedArchiveFile=" + aside,
                        "-cp",
                        String.join(File.pathSeparator, prefix))
                .redirectErrorStream(true)
                .redirectOutput(workingDirectory.resolve(OUTPUT).toFile())
                .start();
        try {
            if (dumping.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) && dumping.exitValue() == 0) {
                Files.move(aside, archive.file(), StandardCopyOption.ATOMIC_MOVE);
                LOG.info("made {}", archive.file());
                return true;
            }
            LOG.warn("could not make {}: see {}", archive.file(), OUTPUT);
            return false;
        } finally {
            dumping.destroyForcibly();
        }
    }

    /** What follows our jar in the class path, up to what cannot be in an archive's: a directory. */
    private List<String> jars() {
        return classpath.subList(1, classpath.size()).stream()
                .takeWhile(entry -> entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry)))
                .toList();
    }

    private boolean isOutdated() throws IOException {
        if (!Files.exists(archive.file())) {
            return false;
        }
        long made = Files.getLastModifiedTime(archive.file()).toMillis();
        List<Path> sources = new ArrayList<>(List.of(java.resolve("lib/modules")));
        jars().forEach(jar -> sources.add(Path.of(jar)));
        for (Path source : sources) {
            if (Files.exists(source) && Files.getLastModifiedTime(source).toMillis() > made) {
                return true;
            }
        }
        return false;
    }

    private void dropOldest() throws IOException {
        List<Path> directories;
        try (Stream<Path> found = Files.list(archive.directory().resolveSibling(""))) {
            directories = found.filter(Files::isDirectory)
                    .sorted(Comparator.comparing((Path path) -> path.toFile().lastModified())
                            .reversed())
                    .toList();
        }
        for (Path old : directories.subList(Math.min(MOST_DIRECTORIES, directories.size()), directories.size())) {
            try (Stream<Path> inside = Files.list(old)) {
                for (Path file : inside.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(old);
        }
    }
}
