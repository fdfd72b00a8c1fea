package org.hpvm.container.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** Builds the leaves of a tree side by side. */
public final class TreeBuilder {
    private static final long LIMIT_HOURS = 12;

    private final Toolchains toolchains;
    private final Compilers compilers;
    private final KernelLibraries libraries;

    /** Hears of each leaf when it is done; called by one thread at a time. */
    @FunctionalInterface
    public interface Progress {
        void done(LeafPath leaf, LeafOutcome outcome, int count, int of);
    }

    private TreeBuilder(Toolchains toolchains, Compilers compilers, KernelLibraries libraries) {
        this.toolchains = toolchains;
        this.compilers = compilers;
        this.libraries = libraries;
    }

    /**
     * A builder with the compilers of this machine.
     *
     * @param path as in the variable {@code PATH}
     * @param cache keeps the C library, as it was made for each compiler
     */
    public static TreeBuilder of(Toolchains toolchains, String path, Path cache) throws IOException {
        List<Path> directories = Arrays.stream(path.split(":", -1))
                .filter(directory -> directory.startsWith("/"))
                .map(Path::of)
                .toList();
        return new TreeBuilder(
                toolchains, new Compilers(directories), new KernelLibraries(SdkSources.carried(), cache));
    }

    /**
     * Builds what is not up to date.
     *
     * @param rows of the leaves to build
     * @param jobs how many at a time
     * @throws IOException if the tree or the cache cannot be written
     */
    public BuildReport build(BuildRequest request, List<Toolchain> rows, int jobs, Progress progress)
            throws IOException, InterruptedException {
        request.checked();
        Files.createDirectories(request.tree());
        int[] count = {0};
        Map<String, LeafOutcome> outcomes = new TreeMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(jobs, work -> new Thread(work, "build"));
        try (Aside aside = Aside.in(request.tree())) {
            LeafBuilder builder = new LeafBuilder(request, toolchains, compilers, libraries, aside.path());
            List<Callable<Void>> work = new ArrayList<>();
            for (Toolchain row : rows) {
                work.add(() -> {
                    LeafOutcome outcome = builder.build(row);
                    synchronized (count) {
                        outcomes.put(row.leaf().toString(), outcome);
                        progress.done(row.leaf(), outcome, ++count[0], rows.size());
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(work, LIMIT_HOURS, TimeUnit.HOURS)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw HpvmException.of(
                    e.getCause() == null ? e : e.getCause(), ErrorCode.INTERNAL, "build kernel tree " + request.tree());
        } finally {
            pool.shutdownNow();
        }
        return new BuildReport(outcomes);
    }
}
