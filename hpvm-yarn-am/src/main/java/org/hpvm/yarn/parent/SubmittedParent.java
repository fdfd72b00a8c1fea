package org.hpvm.yarn.parent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hpvm.yarn.client.RunningServer;
import org.hpvm.yarn.launch.SubmittedProgram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A parent that was submitted: it runs in the server's container, in a directory of its own that begins with the files
 * that came with it. What it leaves there goes to HDFS.
 *
 * @param application id of the YARN application
 * @param container the container's directory
 */
public record SubmittedParent(
        SubmittedProgram program,
        String application,
        Path container,
        RunningServer.Connector connector,
        GatewayHost.Setting setting) {
    private static final Logger LOG = LoggerFactory.getLogger(SubmittedParent.class);
    private static final String WORK = "work";

    /** Runs the program, and ends the application as the program ended. */
    public void run() {
        try {
            int status = SignalGuard.run(this::runToItsEnd);
            LOG.info("the program ended with status {}", status);
        } catch (IOException e) {
            LOG.error("{}", e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int runToItsEnd() throws IOException, InterruptedException {
        Path work = Files.createDirectories(container.resolve(WORK));
        for (String file : program.files()) {
            Files.createSymbolicLink(work.resolve(file), Path.of("..", file));
        }
        try (GatewayHost host = GatewayHost.inside(application, connector, setting)) {
            try {
                int status = ParentProcess.run(program.words(), host.socket(), work);
                keepResults(work);
                host.finish(status);
                return status;
            } catch (IOException e) {
                host.fail(String.valueOf(e.getMessage()));
                throw e;
            }
        }
    }

    private void keepResults(Path work) throws IOException {
        try (Stream<Path> entries = Files.list(work)) {
            List<Path> left = entries.filter(entry -> !Files.isSymbolicLink(entry))
                    .filter(entry -> Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(entry))
                    .toList();
            org.apache.hadoop.fs.Path results = setting.storage().root().results(application);
            for (Path file : left) {
                setting.storage()
                        .files()
                        .copyFromLocalFile(
                                false,
                                true,
                                new org.apache.hadoop.fs.Path(file.toUri()),
                                new org.apache.hadoop.fs.Path(
                                        results, file.getFileName().toString()));
            }
            if (!left.isEmpty()) {
                LOG.info("{} files that the program left are in {}", left.size(), results);
            }
        }
    }
}
