package org.hpvm.container.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A compiler of this machine.
 *
 * @param file the program
 * @param version as it tells it itself, one line
 */
record Compiler(CompilerCommand command, Path file, String version) {

    /** What makes it give other results when it changes. */
    String identity() {
        return file + "\n" + version + "\n" + command;
    }

    /** A call of it. */
    List<String> call(List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(file.toString());
        words.addAll(command.flags());
        words.addAll(arguments);
        return words;
    }
}
