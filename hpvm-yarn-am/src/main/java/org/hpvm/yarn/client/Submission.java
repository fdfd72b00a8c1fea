package org.hpvm.yarn.client;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hpvm.model.ByteSize;
import org.hpvm.yarn.launch.SubmittedProgram;

/**
 * What an application is submitted with, beside what every one has.
 *
 * @param name that YARN shows
 * @param tag by which it is found among the user's applications; empty for none
 * @param extraMemory of the server's container
 * @param environment of the server's container
 * @param files of this machine by the name that they get in the server's directory
 * @param tree a kernel tree of this machine that the container must find in HDFS
 */
public record Submission(
        String name,
        Optional<String> tag,
        ByteSize extraMemory,
        Map<String, String> environment,
        Map<String, Path> files,
        Optional<Path> tree) {

    public Submission {
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    /** With more variables. */
    public Submission with(Map<String, String> variables) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(variables);
        return new Submission(name, tag, extraMemory, all, files, tree);
    }

    /** Whether its server may be started again: not with a program beside it, which would do everything twice. */
    boolean mayBeginAgain() {
        return SubmittedProgram.of(environment).isEmpty();
    }

    /** Only a server, for a parent that runs elsewhere. */
    public static Submission server(String name) {
        return new Submission(name, Optional.empty(), new ByteSize(0), Map.of(), Map.of(), Optional.empty());
    }
}
