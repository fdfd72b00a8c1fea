package org.hpvm.container.jvm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Builds jars with one kernel, as a user would. */
final class KernelJars {
    private static final String SOURCE = """
            package test;

            import java.nio.*;
            import org.hpvm.error.*;
            import org.hpvm.model.*;
            import org.hpvm.sdk.*;

            public final class TestKernel implements Kernel {
                @Override
                public void run(TaskContext task) throws Exception {
                    %s
                }
            }
            """;

    private KernelJars() {}

    /** A jar whose manifest names the kernel. */
    static Path withManifest(Path directory, String body) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Hpvm-Kernel", "test.TestKernel");
        Path jar = directory.resolve("kernel.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file, manifest)) {
            addClasses(entries, compile(directory, body));
        }
        return jar;
    }

    /** A jar with a service file; without content, one that names no kernel. */
    static Path withService(Path directory, String body, String service) throws IOException {
        Path jar = directory.resolve("kernel.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            if (!service.isEmpty()) {
                entries.putNextEntry(new JarEntry("META-INF/services/org.hpvm.sdk.Kernel"));
                entries.write(service.getBytes(StandardCharsets.UTF_8));
            }
            addClasses(entries, compile(directory, body));
        }
        return jar;
    }

    private static Path compile(Path directory, String body) throws IOException {
        Path source = directory.resolve("TestKernel.java");
        Files.writeString(source, SOURCE.formatted(body));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        var compiler = ToolProvider.getSystemJavaCompiler();
        int status = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                PlayedAgent.classPath(),
                "-d",
                classes.toString(),
                source.toString());
        if (status != 0) {
            throw new IOException("the kernel does not compile");
        }
        return classes;
    }

    private static void addClasses(JarOutputStream entries, Path classes) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
            Files.copy(file, entries);
        }
    }
}
