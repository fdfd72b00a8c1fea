package org.hpvm.container.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.container.kernel.TreeReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the real compiler of this machine, {@code gcc}, under names of the test's own. */
@Timeout(300)
class TreeBuilderTest {
    private static final String KERNEL = """
            #include "hpvm.h"
            #include "shared.h"
            int kernel_main(long id, long size, void *args) { return id == SHARED ? HPVM_OK : (int)size; }
            """;

    /** Kept over the tests, as users keep theirs over builds. */
    @TempDir
    private static Path cache;

    @TempDir
    private Path directory;

    private static String architecture = "";

    private Path tree = Path.of("");
    private Path source = Path.of("");
    private Path header = Path.of("");

    @BeforeAll
    static void knowTheMachine() {
        String java = System.getProperty("os.arch", "");
        architecture = java.equals("amd64") ? "x86_64" : java;
    }

    @BeforeEach
    void writeSources() throws IOException {
        tree = directory.resolve("sample.kernels");
        source = Files.writeString(directory.resolve("kernel.c"), KERNEL);
        header = Files.writeString(directory.resolve("shared.h"), "#define SHARED 3\n");
    }

    @Test
    void buildsLeavesThatPassForATree() throws Exception {
        String rows = row("generic", "gcc") + row("fast", "gcc -mtune=native");

        assertThat(build(rows)).containsExactly("fast built", "generic built");

        assertThat(TreeReader.read(
                                FileSystem.getLocal(new Configuration(false)),
                                new org.apache.hadoop.fs.Path(tree.toUri()))
                        .leaves())
                .extracting(leaf -> leaf.path().optimization())
                .containsExactly("fast", "generic");
        assertThat(list(tree)).containsExactly(architecture);
    }

    @Test
    void aLeafIsAProgramThatStandsAlone() throws Exception {
        build(row("generic", "gcc"));

        Process readelf = new ProcessBuilder(
                        "readelf", "--program-headers", kernel("generic").toString())
                .redirectErrorStream(true)
                .start();
        String headers = new String(readelf.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(readelf.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(headers).contains("LOAD").doesNotContain("INTERP");
    }

    @Test
    void nothingIsBuiltTwice() throws Exception {
        String rows = row("generic", "gcc");
        build(rows);
        Object first = Files.getLastModifiedTime(kernel("generic"));

        assertThat(build(rows)).containsExactly("generic up to date");
        assertThat(Files.getLastModifiedTime(kernel("generic"))).isEqualTo(first);
    }

    @Test
    void aTouchedFileOfTheSameContentIsUpToDate() throws Exception {
        String rows = row("generic", "gcc");
        build(rows);
        Files.writeString(source, KERNEL);
        Files.setLastModifiedTime(
                header, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 60_000));

        assertThat(build(rows)).containsExactly("generic up to date");
    }

    @Test
    void anotherSourceHeaderFlagOrCompilerBuildsAnew() throws Exception {
        String rows = row("generic", "gcc");
        build(rows);

        Files.writeString(source, KERNEL + "/* more */\n");
        assertThat(build(rows)).containsExactly("generic built");

        Files.writeString(header, "#define SHARED 4\n");
        Files.setLastModifiedTime(header, java.nio.file.attribute.FileTime.fromMillis(0));
        assertThat(build(rows)).containsExactly("generic built");

        assertThat(build(rows, false, List.of("-DMORE"))).containsExactly("generic built");
        assertThat(build(rows, true, List.of("-DMORE"))).containsExactly("generic built");
        assertThat(build(row("generic", "gcc -mtune=native"), true, List.of("-DMORE")))
                .containsExactly("generic built");
        assertThat(build(row("generic", "gcc -mtune=native"), true, List.of("-DMORE")))
                .containsExactly("generic up to date");
    }

    @Test
    void aCompilerThatWasUpgradedBuildsAnew() throws Exception {
        Path compiler = compilerThat("echo mine 1.0");
        build(row("generic", compiler.toString()));
        assertThat(build(row("generic", compiler.toString()))).containsExactly("generic up to date");

        compilerThat("echo mine 1.1");

        assertThat(build(row("generic", compiler.toString()))).containsExactly("generic built");
    }

    @Test
    void aLeafThatSomebodyElseHasReplacedIsBuiltAnew() throws Exception {
        String rows = row("generic", "gcc");
        build(rows);
        Files.writeString(kernel("generic"), "no kernel");

        assertThat(build(rows)).containsExactly("generic built");
    }

    @Test
    void aMissingCompilerIsToldWithItsPackageAndTheRestIsBuilt() throws Exception {
        String rows =
                row("generic", "gcc") + "s390x/linux/generic = no-such-gcc\n" + "packages/no-such-gcc = some thing\n";

        assertThat(build(rows))
                .containsExactly("s390x generic missing: no-such-gcc is not installed [some, thing]", "generic built");
        assertThat(list(tree)).containsExactly(architecture);
    }

    @Test
    void theNextCompilerOfARowIsTakenIfTheFirstMakesOtherPrograms() throws Exception {
        String rows = "s390x/linux/generic = gcc | no-such-gcc\n" + row("generic", "no-such-gcc | gcc");

        assertThat(build(rows))
                .containsExactly(
                        "s390x generic missing: gcc is not installed; gcc: it makes programs for " + architecture
                                + "/linux []",
                        "generic built");
    }

    @Test
    void aCompilerWithoutItsCLibraryIsMissing() throws Exception {
        Path compiler = compilerThat("exec gcc --version");
        Files.writeString(compiler, "#!/bin/sh\necho math.h: No such file or directory\nexit 1\n");

        assertThat(build(row("generic", compiler.toString())))
                .singleElement()
                .asString()
                .startsWith("generic missing:")
                .contains("math.h: No such file or directory");
    }

    @Test
    void whatTheCompilerRefusesFailsAndTakesTheOldLeafAway() throws Exception {
        String rows = row("generic", "gcc");
        build(rows);
        Files.writeString(source, "int kernel_main(void) { return nothing; }\n");

        assertThat(build(rows))
                .singleElement()
                .asString()
                .startsWith("generic failed:")
                .contains("nothing");
        assertThat(tree.resolve(architecture + "/linux/generic")).doesNotExist();
        assertThat(list(tree)).doesNotContain("_tmp");
    }

    @Test
    void severalSourcesOfOneNameMakeOneKernel() throws Exception {
        Path other = Files.createDirectories(directory.resolve("other")).resolve("kernel.c");
        Files.writeString(other, "int answer(void) { return 42; }\n");
        Files.writeString(
                source, KERNEL.replace("(int)size", "answer()").replace("int kernel", "int answer(void);\nint kernel"));
        BuildReport report = builder(row("generic", "gcc"))
                .build(
                        new BuildRequest(List.of(source, other), tree, false, List.of()),
                        toolchains(row("generic", "gcc")).rows(Optional.empty()),
                        1,
                        (row, outcome, count, of) -> {});

        assertThat(report.built())
                .isNotEmpty()
                .hasSameSizeAs(report.outcomeByLeaf().keySet());
    }

    @Test
    void everythingThatIsWrongWithARequestIsToldAtOnce() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "text");
        BuildRequest request = new BuildRequest(
                List.of(directory.resolve("notes.txt"), directory.resolve("gone.c")), source, false, List.of());

        assertThatThrownBy(request::checked)
                .hasMessageContaining("notes.txt is no C source")
                .hasMessageContaining("gone.c, or it cannot be read")
                .hasMessageContaining("kernel.c is a file, not a directory");
    }

    @Test
    void twoBuildsAtOnceMakeOneLibrary() throws Exception {
        Path fresh = directory.resolve("fresh-cache");
        String rows = row("generic", "gcc") + row("same", "gcc");
        BuildReport report = TreeBuilder.of(toolchains(rows), System.getenv("PATH"), fresh)
                .build(
                        new BuildRequest(List.of(source), tree, false, List.of()),
                        toolchains(rows).rows(Optional.empty()),
                        2,
                        (row, outcome, count, of) -> {});

        assertThat(report.built())
                .isNotEmpty()
                .hasSameSizeAs(report.outcomeByLeaf().keySet());
        assertThat(list(fresh)).singleElement().asString().startsWith("kernel-library-");
    }

    private String row(String optimization, String compilers) {
        return architecture + "/linux/" + optimization + " = " + compilers + "\n";
    }

    private Path compilerThat(String tellsItsVersion) throws IOException {
        Path compiler = directory.resolve("mine");
        Files.writeString(
                compiler,
                "#!/bin/sh\nif [ \"$1\" = --version ]; then " + tellsItsVersion + "; else exec gcc \"$@\"; fi\n");
        Files.setPosixFilePermissions(compiler, PosixFilePermissions.fromString("rwxr-xr-x"));
        return compiler;
    }

    private Path kernel(String optimization) {
        return tree.resolve(architecture + "/linux/" + optimization + "/kernel");
    }

    private static List<String> list(Path parent) throws IOException {
        try (var entries = Files.list(parent)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static Toolchains toolchains(String rows) throws IOException {
        return Toolchains.read(new StringReader(rows), "the test's rows");
    }

    private static TreeBuilder builder(String rows) throws IOException {
        return TreeBuilder.of(toolchains(rows), System.getenv("PATH"), cache);
    }

    private List<String> build(String rows) throws IOException, InterruptedException {
        return build(rows, false, List.of());
    }

    private List<String> build(String rows, boolean isFast, List<String> flags)
            throws IOException, InterruptedException {
        Map<String, String> told = new TreeMap<>();
        builder(rows)
                .build(
                        new BuildRequest(List.of(source), tree, isFast, flags),
                        toolchains(rows).rows(Optional.empty()),
                        2,
                        (row, outcome, count, of) ->
                                told.put(row.toString(), shortName(row) + " " + outcome.match(new Words())));
        return List.copyOf(told.values());
    }

    private static String shortName(LeafPath leaf) {
        return leaf.architecture().equals(architecture)
                ? leaf.optimization()
                : leaf.architecture() + " " + leaf.optimization();
    }

    private static final class Words implements LeafOutcome.Cases<String> {
        @Override
        public String built(LeafOutcome.Built built) {
            return "built";
        }

        @Override
        public String upToDate(LeafOutcome.UpToDate upToDate) {
            return "up to date";
        }

        @Override
        public String missing(LeafOutcome.Missing missing) {
            return "missing: " + missing.reason() + " " + missing.packages();
        }

        @Override
        public String failed(LeafOutcome.Failed failed) {
            return "failed: " + failed.said();
        }
    }
}
