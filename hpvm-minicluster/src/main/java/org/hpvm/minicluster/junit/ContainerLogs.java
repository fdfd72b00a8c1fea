package org.hpvm.minicluster.junit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.LogAggregationStatus;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.logaggregation.ContainerLogsRequest;
import org.apache.hadoop.yarn.logaggregation.filecontroller.LogAggregationFileControllerFactory;
import org.hpvm.minicluster.Deadline;

/**
 * The ends of container logs: from HDFS, where they are gathered when an application ends, and from the NodeManagers'
 * directories as long as they are not.
 *
 * @param directories of the NodeManagers, one for each machine
 */
record ContainerLogs(YarnClient client, Configuration configuration, Path directories) {
    private static final int LINES = 50;
    private static final long TAIL_BYTES = 64 * 1024;
    private static final Duration GATHERING_LIMIT = Duration.ofSeconds(5);
    private static final EnumSet<LogAggregationStatus> PENDING = EnumSet.of(
            LogAggregationStatus.NOT_START, LogAggregationStatus.RUNNING, LogAggregationStatus.RUNNING_WITH_FAILURE);

    /** The last 50 lines of each log of every application that ran at that time or later. */
    String since(Instant start) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        try {
            for (ApplicationReport report : client.getApplications()) {
                if (report.getFinishTime() == 0 || report.getFinishTime() >= start.toEpochMilli()) {
                    text.append(gathered(report));
                }
            }
        } catch (YarnException e) {
            throw new IOException("list applications: " + e.getMessage(), e);
        }
        return text.append(local(start)).toString();
    }

    private String gathered(ApplicationReport report) throws IOException, InterruptedException {
        ApplicationId id = report.getApplicationId();
        Deadline.in(GATHERING_LIMIT).waitFor(() -> !PENDING.contains(status(id)));
        ContainerLogsRequest request = new ContainerLogsRequest();
        request.setAppId(id);
        request.setAppOwner(report.getUser());
        request.setAppFinished(true);
        // Negative: so many bytes from the end.
        request.setBytes(-TAIL_BYTES);
        request.setLogTypes(new HashSet<>());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new LogAggregationFileControllerFactory(configuration)
                    .getFileControllerForRead(id, report.getUser())
                    .readAggregatedLogs(request, out);
        } catch (IOException e) {
            return "logs of " + id + " in HDFS: " + e.getMessage() + "; " + report.getDiagnostics() + '\n';
        }
        return "== " + id + ' ' + report.getName() + ": " + report.getDiagnostics() + '\n'
                + LogSections.tails(out.toString(StandardCharsets.UTF_8), LINES);
    }

    private LogAggregationStatus status(ApplicationId id) throws IOException {
        try {
            LogAggregationStatus status = client.getApplicationReport(id).getLogAggregationStatus();
            return status == null ? LogAggregationStatus.NOT_START : status;
        } catch (YarnException e) {
            throw new IOException("ask for " + id + ": " + e.getMessage(), e);
        }
    }

    /** Files {@code <machine>/logs/<application>/<container>/<file>}. */
    private String local(Instant start) throws IOException {
        StringBuilder text = new StringBuilder();
        Set<Path> logs = new TreeSet<>();
        try (Stream<Path> files = Files.find(
                directories,
                5,
                (path, attributes) -> attributes.isRegularFile()
                        && path.getNameCount() == directories.getNameCount() + 5
                        && path.getName(directories.getNameCount() + 1)
                                .toString()
                                .equals("logs")
                        && !attributes.lastModifiedTime().toInstant().isBefore(start))) {
            files.forEach(logs::add);
        }
        for (Path log : logs) {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            text.append("== ").append(directories.relativize(log)).append('\n');
            lines.subList(Math.max(0, lines.size() - LINES), lines.size())
                    .forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }
}
