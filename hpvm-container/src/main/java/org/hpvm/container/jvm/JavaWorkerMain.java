package org.hpvm.container.jvm;

import java.io.IOException;
import java.nio.file.Path;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.Kernel;

/**
 * The worker of leaves that are jars: {@code JavaWorkerMain kernel.jar}. It speaks the worker protocol over its
 * standard input and output and uses nothing of Hadoop, so that it starts in a fraction of a second.
 *
 * <p>Exit statuses: 0 after the agent has closed the pipe, 1 if the jar has no kernel that can be made, 2 if it was not
 * called so, 70 if the agent did not speak the protocol. All but the first say one line on standard error.
 */
public final class JavaWorkerMain {
    private static final int NO_KERNEL = 1;
    private static final int USAGE = 2;
    private static final int PROTOCOL = 70;

    private JavaWorkerMain() {}

    public static void main(String[] arguments) {
        OutputFile output = OutputFile.ofStandardError();
        if (arguments.length != 1) {
            output.stream().println("usage: JavaWorkerMain kernel.jar");
            System.exit(USAGE);
        }
        System.exit(run(Path.of(arguments[0]), output)); // also ends threads that a kernel has left
    }

    private static int run(Path jar, OutputFile output) {
        try {
            ProtocolStreams streams = ProtocolStreams.take(output);
            try (KernelJar leaf = KernelJar.open(jar)) {
                Kernel kernel = leaf.kernel();
                Thread.currentThread().setContextClassLoader(kernel.getClass().getClassLoader());
                AgentLink link = new AgentLink(streams.input(), streams.output());
                link.open();
                JavaWorker.work(kernel, link, output);
            }
            return 0;
        } catch (HpvmException e) {
            output.stream().println("hpvm: " + e.getMessage());
            return NO_KERNEL;
        } catch (IOException e) {
            output.stream().println("hpvm: worker protocol: " + e.getMessage());
            return PROTOCOL;
        }
    }
}
