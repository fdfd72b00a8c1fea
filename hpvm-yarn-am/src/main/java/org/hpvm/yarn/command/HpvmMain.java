package org.hpvm.yarn.command;

import java.util.List;

/** The command line: {@code hpvm COMMAND …}, also as {@code yarn jar hpvm.jar COMMAND …}. */
public final class HpvmMain {
    static final Group ALL = new Group(
            "hpvm",
            "one parallel computer out of a Hadoop cluster of unlike machines",
            List.of(
                    RunCommand.command(),
                    SubmitCommand.command(),
                    AppGroup.group(),
                    SessionGroup.group(),
                    ShareGroup.group(),
                    KernelsGroup.group(),
                    SdkCommand.command(),
                    GatewayCommand.command(),
                    LocalCluster.group(),
                    MachineCommand.group(),
                    LabelsCommand.group(),
                    VersionCommand.command()));

    private HpvmMain() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), new Console(System.out, System.err)));
    }

    static int run(List<String> words, Console console) {
        return new Dispatch(ALL, console).run(words);
    }
}
