package org.hpvm.yarn.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.container.build.BuildRecord;
import org.hpvm.container.build.BuildReport;
import org.hpvm.container.build.BuildRequest;
import org.hpvm.container.build.LeafOutcome;
import org.hpvm.container.build.LeafSelection;
import org.hpvm.container.build.Toolchain;
import org.hpvm.container.build.Toolchains;
import org.hpvm.container.build.TreeBuilder;
import org.hpvm.container.kernel.TreeReader;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** {@code hpvm kernels build}: compiles a kernel for every kind of machine that a compiler is there for. */
final class KernelsBuild {
    private static final String TREE = "o";
    private static final String LEAVES = "leaves";
    private static final String FAST = "fast";
    private static final String JOBS = "jobs";
    private static final String FAMILY = "cc";
    private static final String TOOLCHAINS = "toolchains";

    private static final int MOST_LINES = 20;

    private KernelsBuild() {}

    static Command command() {
        return new Command(
                "build",
                "KERNEL.c… [-- FLAG…]",
                "compiles a kernel for each kind of machine; FLAGs go to every compiler",
                List.of(
                        Option.builder(TREE)
                                .hasArg()
                                .argName("TREE")
                                .desc("the tree to make, by custom PROGRAM.kernels; needed")
                                .build(),
                        CommonOptions.valued(
                                LEAVES,
                                "LEAF,…",
                                "those to build, such as x86_64/linux,aarch64,*/linux/generic; default: all that the"
                                        + " toolchains name"),
                        CommonOptions.flag(
                                FAST,
                                "-O3 and fused multiplication and addition; gives up that all leaves compute the same"
                                        + " bits: floats may differ in the last place from machine to machine"),
                        CommonOptions.valued(JOBS, "N", "leaves to build at a time; default: one a processor"),
                        CommonOptions.valued(FAMILY, "NAME", "prefer the toolchains of that name, such as clang"),
                        CommonOptions.valued(
                                TOOLCHAINS, "FILE", "toolchains instead of $HPVM_HOME/conf/toolchains.properties")),
                "hpvm kernels build kernel.c -o sqrt.kernels",
                KernelsBuild::run);
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        PrintStream err = invocation.console().err();
        long began = System.nanoTime();
        BuildRequest request = request(invocation).checked();
        Toolchains toolchains = ToolchainsFile.read(invocation.value(TOOLCHAINS));
        List<String> patterns =
                invocation.value(LEAVES).map(text -> List.of(text.split(","))).orElse(List.of());
        List<Toolchain> rows = LeafSelection.pick(toolchains.rows(invocation.value(FAMILY)), patterns);
        if (invocation.has(FAST)) {
            err.println("--fast: floats may differ in the last place from leaf to leaf");
        }
        BuildReport report = TreeBuilder.of(
                        toolchains, Optional.ofNullable(System.getenv("PATH")).orElse(""), cache())
                .build(
                        request,
                        rows,
                        jobs(invocation),
                        (leaf, outcome, count, of) -> err.println(String.format(
                                Locale.ROOT, "[%2d/%d] %-28s %s", count, of, leaf, outcome.match(new Words()))));
        for (Map.Entry<String, List<String>> said : report.said().entrySet()) {
            err.println(String.join(", ", said.getValue()) + ":");
            said.getKey().lines().limit(MOST_LINES).forEach(err::println);
            long more = said.getKey().lines().count() - MOST_LINES;
            if (more > 0) {
                err.println("… and " + more + " lines more");
            }
        }
        report.whatIsMissing().ifPresent(err::println);
        List<String> stale = BuildRecord.builtFromOthers(request.tree(), request.sources());
        if (!stale.isEmpty()) {
            err.println("still in the tree, and made from other sources: " + String.join(", ", stale)
                    + "; build them too, or remove them");
        }
        err.println(request.tree() + ": " + report.summary(Duration.ofNanos(System.nanoTime() - began)));
        requireWhole(request, report, patterns);
        return ExitStatus.OK.number();
    }

    /** A tree that lacks what was asked for, or that no spawn would take, is a failure, though its rest was built. */
    private static void requireWhole(BuildRequest request, BuildReport report, List<String> patterns)
            throws IOException {
        List<String> faults = new ArrayList<>();
        if (!report.failed().isEmpty()) {
            faults.add("failed: " + String.join(", ", report.failed()));
        }
        List<String> named =
                report.missing().stream().filter(patterns::contains).toList();
        if (!named.isEmpty()) {
            faults.add("asked for, but without a compiler: " + String.join(", ", named));
        }
        org.apache.hadoop.fs.Path tree = KernelsGroup.directory(request.tree().toString());
        FileSystem files = FileSystem.getLocal(new org.apache.hadoop.conf.Configuration(false));
        faults.addAll(TreeReader.inspect(files, tree).faults());
        if (!faults.isEmpty()) {
            throw new HpvmException(
                    ErrorCode.TREE, "build kernel tree " + request.tree() + ": " + String.join("; ", faults));
        }
    }

    private static BuildRequest request(Invocation invocation) throws HpvmException {
        List<String> words = invocation.operands();
        int sources = 0;
        while (sources < words.size() && !words.get(sources).startsWith("-")) {
            sources++;
        }
        Optional<String> tree = invocation.value(TREE);
        if (tree.isEmpty()) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "kernels build: which tree? hpvm kernels build "
                            + String.join(" ", words.isEmpty() ? List.of("KERNEL.c") : words) + " -o NAME.kernels");
        }
        return new BuildRequest(
                words.subList(0, sources).stream().map(Path::of).toList(),
                Path.of(tree.get()),
                invocation.has(FAST),
                words.subList(sources, words.size()));
    }

    private static int jobs(Invocation invocation) throws HpvmException {
        String text = invocation
                .value(JOBS)
                .orElse(Integer.toString(Runtime.getRuntime().availableProcessors()));
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new HpvmException(
                    ErrorCode.INVALID, "kernels build: --jobs " + text + ": a number from 1 up was expected");
        }
        return Integer.parseInt(text);
    }

    /** Where the C library is kept as it was made for each compiler. */
    private static Path cache() {
        String set = Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).orElse("");
        return (set.startsWith("/") ? Path.of(set) : Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("hpvm");
    }

    private static final class Words implements LeafOutcome.Cases<String> {
        @Override
        public String built(LeafOutcome.Built built) {
            return String.format(Locale.ROOT, "built in %.2f s", built.took().toMillis() / 1e3);
        }

        @Override
        public String upToDate(LeafOutcome.UpToDate upToDate) {
            return "up to date";
        }

        @Override
        public String missing(LeafOutcome.Missing missing) {
            return "no compiler";
        }

        @Override
        public String failed(LeafOutcome.Failed failed) {
            return "FAILED";
        }
    }
}
