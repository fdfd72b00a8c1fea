package org.hpvm.yarn.launch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A parent that runs beside the server, as the server's container is told of it.
 *
 * @param words the program and its arguments
 * @param files names of what was fetched for it into the container's directory
 */
public record SubmittedProgram(List<String> words, List<String> files) {
    private static final String PROGRAM = "HPVM_PROGRAM";
    private static final String FILES = "HPVM_PROGRAM_FILES";

    public SubmittedProgram {
        words = List.copyOf(words);
        files = List.copyOf(files);
    }

    /** Reads an environment; empty if the parent runs elsewhere. */
    public static Optional<SubmittedProgram> of(Map<String, String> environment) {
        return environment.containsKey(PROGRAM)
                ? Optional.of(new SubmittedProgram(
                        decode(environment.getOrDefault(PROGRAM, "")), decode(environment.getOrDefault(FILES, ""))))
                : Optional.empty();
    }

    /** As variables, for {@link #of}. */
    public Map<String, String> variables() {
        return new TreeMap<>(Map.of(PROGRAM, encode(words), FILES, encode(files)));
    }

    /** No word holds the character zero: none can be given to a process. */
    private static String encode(List<String> words) {
        return Base64.getEncoder().encodeToString(String.join("\0", words).getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> decode(String word) {
        String text = new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
        return text.isEmpty() ? List.of() : List.of(text.split("\0", -1));
    }
}
