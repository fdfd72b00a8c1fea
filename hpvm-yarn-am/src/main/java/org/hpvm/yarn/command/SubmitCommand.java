package org.hpvm.yarn.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.cli.Option;
import org.apache.hadoop.conf.Configuration;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.client.Submission;
import org.hpvm.yarn.launch.SubmittedProgram;
import org.hpvm.yarn.settings.HpvmSettings;

/** {@code hpvm submit}: hands a parent to the cluster, which runs it beside the server; prints the application's id. */
final class SubmitCommand {
    private static final String FILE = "file";
    private static final String MEMORY = "memory";
    private static final String KERNELS = "HPVM_KERNELS";

    private SubmitCommand() {}

    static Command command() {
        Option file = CommonOptions.valued(FILE, "PATH", "a file that the program finds beside itself; repeatable");
        return new Command(
                "submit",
                "PROGRAM [ARGUMENT]…",
                "runs a program inside the cluster and prints the application's id, nothing else",
                List.of(
                        CommonOptions.setting(),
                        ShareOptions.keep(),
                        ShareOptions.shares(),
                        file,
                        CommonOptions.valued(MEMORY, "SIZE", "what the program needs, such as 2g; default 512m")),
                "hpvm submit --file input.dat ./sqrt",
                SubmitCommand::run);
    }

    private static int run(Invocation invocation) throws IOException {
        if (invocation.operands().isEmpty()) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "submit: which program? hpvm submit " + invocation.command().operands());
        }
        Submission submission = submission(invocation);
        Configuration configuration = invocation.configuration();
        try (Cluster cluster = Cluster.connect(configuration, HpvmSettings.read(configuration))) {
            submission = submission.with(ShareOptions.of(invocation, cluster).variables());
            invocation.console().out().println(cluster.submit(submission).id());
            return ExitStatus.OK.number();
        }
    }

    private static Submission submission(Invocation invocation) throws HpvmException {
        List<String> words = new ArrayList<>(invocation.operands());
        Path program = Path.of(words.get(0));
        Map<String, Path> files = new LinkedHashMap<>();
        if (words.get(0).contains("/")) {
            add(program, files);
            words.set(0, "./" + program.getFileName());
        }
        for (String file :
                Optional.ofNullable(invocation.line().getOptionValues(FILE)).orElse(new String[0])) {
            add(Path.of(file), files);
        }
        Optional<String> named = Optional.ofNullable(System.getenv(KERNELS));
        Map<String, String> environment =
                new TreeMap<>(new SubmittedProgram(words, List.copyOf(files.keySet())).variables());
        Path beside = Path.of(program + ".kernels");
        Optional<Path> tree = named.isPresent() && named.get().contains(":")
                ? Optional.empty()
                : named.map(Path::of).or(() -> Optional.of(beside)).filter(Files::isDirectory);
        // A tree that is in HDFS already is only named.
        named.filter(name -> name.contains(":")).ifPresent(name -> environment.put(KERNELS, name));
        return new Submission(
                String.valueOf(program.getFileName()),
                Optional.empty(),
                memory(invocation.value(MEMORY).orElse("512m")),
                environment,
                files,
                tree.map(Path::toAbsolutePath));
    }

    private static ByteSize memory(String text) throws HpvmException {
        try {
            return ByteSize.parse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new HpvmException(ErrorCode.INVALID, "submit: --memory " + text + ": " + e.getMessage(), e);
        }
    }

    private static void add(Path file, Map<String, Path> files) throws HpvmException {
        if (!Files.isRegularFile(file)) {
            throw new HpvmException(ErrorCode.INVALID, "submit " + file + ": there is no such file");
        }
        if (files.put(file.getFileName().toString(), file.toAbsolutePath()) != null) {
            throw new HpvmException(
                    ErrorCode.INVALID, "submit " + file + ": two files of that name would be beside the program");
        }
    }
}
