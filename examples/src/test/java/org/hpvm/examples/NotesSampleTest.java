package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sample is the notes' text: the same calls with the same arguments in the same order, but for typing errors. */
class NotesSampleTest {
    private static final Pattern CALL = Pattern.compile("\\b([a-z_]\\w*)\\s*\\(");
    private static final Set<String> NO_CALLS = Set.of("sizeof", "for", "if", "while", "return");

    @Test
    void theParentMakesTheCallsOfTheNotes() throws IOException {
        assertThat(calls("sqrt.c")).isEqualTo(callsOfTheNotes("sqrt.c"));
    }

    @Test
    void theKernelMakesTheCallsOfTheNotes() throws IOException {
        assertThat(calls("kernel.c")).isEqualTo(callsOfTheNotes("kernel.c"));
    }

    @Test
    void bothIncludeTheHeadersOfTheNotesAlone() throws IOException {
        assertThat(source("sqrt.c").lines().filter(line -> line.startsWith("#include")))
                .containsExactly("#include \"stdio.h\"", "#include \"hpvm.h\"");
        assertThat(source("kernel.c").lines().filter(line -> line.startsWith("#include")))
                .containsExactly("#include \"math.h\"", "#include \"hpvm.h\"");
    }

    private static String source(String file) throws IOException {
        return Files.readString(Path.of("sqrt", file));
    }

    /** All calls, without blanks. Functions that the file defines stand in column 0 and are passed over. */
    private static List<String> calls(String file) throws IOException {
        List<String> calls = new ArrayList<>();
        String body = source(file).replaceAll("(?m)^(//|#|int |void ).*$", "");
        Matcher matcher = CALL.matcher(body);
        while (matcher.find()) {
            if (!NO_CALLS.contains(matcher.group(1))) {
                calls.add(withoutBlanks(body.substring(matcher.start(), end(body, matcher.end()))));
            }
        }
        return calls;
    }

    /** Where the parenthesis is closed that was opened before a position. */
    private static int end(String body, int from) {
        int open = 1;
        int at = from;
        while (open > 0) {
            open += body.charAt(at) == '(' ? 1 : body.charAt(at) == ')' ? -1 : 0;
            at++;
        }
        return at;
    }

    private static List<String> callsOfTheNotes(String file) throws IOException {
        List<String> calls = new ArrayList<>();
        String part = "";
        for (String line : notes().lines().toList()) {
            if (line.endsWith(".c")) {
                part = line;
            } else if (part.equals(file) && !line.isBlank()) {
                calls.add(withoutBlanks(line.substring(line.indexOf("->") < 0 ? 0 : line.indexOf("->") + 2)));
            }
        }
        return calls;
    }

    private static String notes() throws IOException {
        try (InputStream text = NotesSampleTest.class.getResourceAsStream("calls-of-the-notes.txt")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String withoutBlanks(String call) {
        return call.replaceAll("\\s+", "");
    }
}
