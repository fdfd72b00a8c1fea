package org.hpvm.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes the jar of a kernel in Java. */
final class KernelJar {
    private KernelJar() {}

    /**
     * Makes {@code any/jvm/generic/kernel.jar} in a tree.
     *
     * @param others classes that the kernel needs
     */
    static void make(Path tree, Class<?> kernel, Class<?>... others) throws IOException {
        Path leaf = Files.createDirectories(tree.resolve("any/jvm/generic"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Hpvm-Kernel", kernel.getName());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(leaf.resolve("kernel.jar")), manifest)) {
            add(kernel, out);
            for (Class<?> other : List.of(others)) {
                add(other, out);
            }
        }
    }

    private static void add(Class<?> added, JarOutputStream out) throws IOException {
        String name = added.getName().replace('.', '/') + ".class";
        try (InputStream bytes = Objects.requireNonNull(added.getResourceAsStream("/" + name))) {
            out.putNextEntry(new JarEntry(name));
            bytes.transferTo(out);
            out.closeEntry();
        }
    }
}
