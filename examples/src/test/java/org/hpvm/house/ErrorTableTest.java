package org.hpvm.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hpvm.error.ErrorCode;
import org.junit.jupiter.api.Test;

/** The errors stand in Java, in the C header and in the reference: they are the same. */
class ErrorTableTest {
    private static final Path HEADER = Path.of("../hpvm-container/src/main/c/include/hpvm.h");
    private static final Path REFERENCE = Path.of("../docs/reference/errors.md");
    private static final Pattern IN_HEADER = Pattern.compile("X\\((\\w+), (\\d+), \"([^\"]+)\"\\)");
    private static final Pattern IN_REFERENCE =
            Pattern.compile("^\\| `HPVM_E(\\w+)` \\| -(\\d+) \\| (.+) \\|$", Pattern.MULTILINE);

    private record Row(String name, int number, String meaning) {}

    @Test
    void theHeaderHasTheSameErrors() throws IOException {
        assertThat(rows(HEADER, IN_HEADER)).isEqualTo(errors());
    }

    @Test
    void theReferenceHasTheSameErrors() throws IOException {
        assertThat(rows(REFERENCE, IN_REFERENCE)).isEqualTo(errors());
    }

    private static List<Row> errors() {
        return Stream.of(ErrorCode.values())
                .map(code -> new Row(code.name(), -code.status(), code.meaning()))
                .toList();
    }

    private static List<Row> rows(Path file, Pattern row) throws IOException {
        return row.matcher(Files.readString(file))
                .results()
                .map(found -> new Row(found.group(1), Integer.parseInt(found.group(2)), found.group(3)))
                .toList();
    }
}
