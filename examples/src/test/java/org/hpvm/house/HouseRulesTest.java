package org.hpvm.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules about files that no compiler knows. */
class HouseRulesTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final int MOST_LINES = 400;
    private static final Pattern LEFT_OPEN = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|@Dis" + "abled");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

    @Test
    void noFileIsLongerThanAReaderCanHold() throws IOException {
        assertThat(sources("main").filter(file -> lines(file).size() > MOST_LINES))
                .isEmpty();
    }

    @Test
    void nothingIsLeftOpen() throws IOException {
        assertThat(Stream.concat(sources("main"), sources("test"))
                        .filter(file -> lines(file).stream()
                                .anyMatch(line -> LEFT_OPEN.matcher(line).find())))
                .isEmpty();
    }

    @Test
    void decisionsAreNumberedFromOneWithoutAGap() throws IOException {
        List<String> numbers;
        try (Stream<Path> pages = Files.list(HOME.resolve("docs/adr"))) {
            numbers = pages.map(page -> page.getFileName().toString().substring(0, 4))
                    .sorted()
                    .toList();
        }

        assertThat(numbers)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, numbers.size())
                        .mapToObj("%04d"::formatted)
                        .toList());
    }

    @Test
    void linksBetweenPagesLeadSomewhere() throws IOException {
        assertThat(pages().flatMap(HouseRulesTest::deadLinks)).isEmpty();
    }

    private static Stream<String> deadLinks(Path page) {
        return lines(page).stream()
                .flatMap(line -> LINK.matcher(line).results())
                .map(link -> link.group(1))
                .filter(link -> !link.contains(":") && !Files.exists(page.resolveSibling(link)))
                .map(link -> HOME.relativize(page) + " -> " + link);
    }

    private static Stream<Path> pages() throws IOException {
        return Stream.concat(files(HOME, 1), files(HOME.resolve("docs"), 9))
                .filter(file -> file.toString().endsWith(".md"));
    }

    /** Sources in Java and C of all modules. */
    private static Stream<Path> sources(String kind) throws IOException {
        Stream<Path> all = Stream.empty();
        for (String module : List.of("hpvm-dfs", "hpvm-container", "hpvm-yarn-am", "hpvm-minicluster", "examples")) {
            all = Stream.concat(all, files(HOME.resolve(module).resolve("src").resolve(kind), 99));
        }
        return all.filter(file -> file.toString().matches(".*\\.(java|c|h)"));
    }

    private static Stream<Path> files(Path directory, int depth) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> found = Files.walk(directory, depth)) {
            return found.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalStateException("read " + file, e);
        }
    }
}
