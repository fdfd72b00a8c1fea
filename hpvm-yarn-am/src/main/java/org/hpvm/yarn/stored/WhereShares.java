package org.hpvm.yarn.stored;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.hpvm.dfs.kept.KeptShares;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.settings.Nearest;
import org.hpvm.yarn.client.Applications;
import org.hpvm.yarn.client.Cluster;

/**
 * Finds the shares that a user means: of an application that he names, of the only one of his that runs, or in a
 * directory.
 *
 * @param doing the command, which begins the sentences
 */
public record WhereShares(String doing, Cluster cluster) {
    private static final String APPLICATION = "application_\\d+_\\d+";

    /**
     * Finds them.
     *
     * @param from an application's id, or a directory; empty for the only application that runs
     * @throws HpvmException if there are none, or it cannot be told which are meant
     */
    public StoredShares find(Optional<String> from) throws IOException {
        if (from.isEmpty()) {
            ApplicationId id = onlyRunning();
            return new RunningShares(id.toString(), cluster.look(id), cluster.storage());
        }
        return from.get().matches(APPLICATION) ? ofApplication(from.get()) : ofDirectory(from.get());
    }

    private StoredShares ofApplication(String text) throws IOException {
        ApplicationId id = ApplicationId.fromString(text);
        Path kept = cluster.root().kept(text);
        Optional<ApplicationReport> report = known(id);
        if (report.isPresent() && !Applications.isOver(report.get())) {
            return new RunningShares(text, cluster.look(id), cluster.storage());
        }
        if (cluster.files().exists(kept)) {
            return new SharesOfDirectory(new KeptShares(cluster.files(), kept));
        }
        throw new HpvmException(
                ErrorCode.INVALID,
                doing + ' ' + text + ": "
                        + (report.isEmpty() ? "YARN knows no such application" : "it has ended")
                        + ", and none of its shares was kept under that name; " + suggestion(text));
    }

    private Optional<ApplicationReport> known(ApplicationId id) throws IOException {
        return cluster.applications().find(id);
    }

    private StoredShares ofDirectory(String text) throws IOException {
        Path named;
        try {
            named = new Path(text);
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.INVALID, doing + ' ' + text + ": that names no directory of HDFS", e);
        }
        List<Path> candidates = new ArrayList<>(
                List.of(cluster.files().makeQualified(new Path(cluster.files().getHomeDirectory(), named))));
        if (!text.contains("/")) {
            candidates.add(cluster.root().kept(text));
        }
        for (Path candidate : candidates) {
            if (cluster.files().exists(candidate)) {
                return new SharesOfDirectory(new KeptShares(cluster.files(), candidate));
            }
        }
        throw new HpvmException(
                ErrorCode.INVALID,
                doing + ' ' + text + ": there is no directory " + candidates.get(0) + "; " + suggestion(text));
    }

    private ApplicationId onlyRunning() throws IOException {
        String user = UserGroupInformation.getCurrentUser().getShortUserName();
        List<ApplicationReport> running = cluster.applications().list(false).stream()
                .filter(report -> report.getUser().equals(user))
                .toList();
        if (running.size() == 1) {
            return running.get(0).getApplicationId();
        }
        if (running.isEmpty()) {
            throw new HpvmException(
                    ErrorCode.INVALID, doing + ": no application of yours runs, so name one; " + suggestion(""));
        }
        throw new HpvmException(
                ErrorCode.INVALID,
                doing + ": several applications of yours run, so name one: "
                        + running.stream()
                                .map(report -> report.getApplicationId().toString())
                                .collect(Collectors.joining(", ")));
    }

    private String suggestion(String near) throws IOException {
        List<String> names = kept();
        if (names.isEmpty()) {
            return "nothing was kept yet: hpvm run --keep does";
        }
        return "kept in " + cluster.root().keptShares() + " is "
                + (near.isEmpty() ? String.join(", ", names) : Nearest.to(near, names));
    }

    private List<String> kept() throws IOException {
        try {
            return Arrays.stream(cluster.files().listStatus(cluster.root().keptShares()))
                    .map(FileStatus::getPath)
                    .map(Path::getName)
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }
}
