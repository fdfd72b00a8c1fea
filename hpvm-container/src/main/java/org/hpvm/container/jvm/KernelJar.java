package org.hpvm.container.jvm;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.Kernel;

/**
 * The leaf that is run: a jar with a kernel in it. Its classes see the platform's, the SDK's and their own, and so may
 * bring any library in any version.
 */
final class KernelJar implements Closeable {
    private static final String ATTRIBUTE = "Hpvm-Kernel";
    private static final String SERVICE = "META-INF/services/" + Kernel.class.getName();

    private final Path path;
    private final URLClassLoader classes;

    private KernelJar(Path path, URLClassLoader classes) {
        this.path = path;
        this.classes = classes;
    }

    static KernelJar open(Path path) throws IOException {
        URL[] places = {path.toUri().toURL()};
        return new KernelJar(path, new URLClassLoader("kernel", places, new SdkClasses()));
    }

    /**
     * Makes the kernel.
     *
     * @throws HpvmException with {@code TREE} if the jar names no kernel, or it cannot be made
     */
    Kernel kernel() throws HpvmException {
        String name = className();
        try {
            var constructor =
                    Class.forName(name, true, classes).asSubclass(Kernel.class).getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new HpvmException(ErrorCode.TREE, "make kernel " + name + " of " + path + ": " + cause, e);
        }
    }

    private String className() throws HpvmException {
        try (JarFile jar = new JarFile(path.toFile())) {
            Manifest manifest = jar.getManifest();
            String named =
                    manifest == null ? null : manifest.getMainAttributes().getValue(ATTRIBUTE);
            Optional<String> name = named == null ? service(jar) : Optional.of(named.strip());
            return name.orElseThrow(() -> new HpvmException(
                    ErrorCode.TREE,
                    "find the kernel in " + path + ": the manifest has no " + ATTRIBUTE + " and there is no "
                            + SERVICE));
        } catch (HpvmException e) {
            throw e;
        } catch (IOException e) {
            throw new HpvmException(ErrorCode.TREE, "read kernel " + path + ": " + e.getMessage(), e);
        }
    }

    private static Optional<String> service(JarFile jar) throws IOException {
        ZipEntry entry = jar.getEntry(SERVICE);
        if (entry == null) {
            return Optional.empty();
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .findFirst();
        }
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }

    /** Of the worker's own classes only those that a kernel has to do with. */
    private static final class SdkClasses extends ClassLoader {
        private static final List<String> PACKAGES = List.of("org.hpvm.sdk.", "org.hpvm.error.", "org.hpvm.model.");

        SdkClasses() {
            super("sdk", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (PACKAGES.stream().anyMatch(name::startsWith)) {
                return Class.forName(name, false, KernelJar.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }
}
