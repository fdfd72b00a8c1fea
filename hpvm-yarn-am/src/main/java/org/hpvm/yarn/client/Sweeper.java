package org.hpvm.yarn.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.hpvm.dfs.layout.HpvmRoot;
import org.hpvm.yarn.sweep.Broom;
import org.hpvm.yarn.sweep.Found;
import org.hpvm.yarn.sweep.Owner;
import org.hpvm.yarn.sweep.Verdict;

/** Finds what HPVM keeps in HDFS for its user, asks YARN about the owners, and removes what the broom says. */
public final class Sweeper {
    private static final String APPLICATION = "application_\\d+_\\d+";

    private final Cluster cluster;
    private final Broom broom;
    private final FileSystem files;
    private final HpvmRoot root;

    public Sweeper(Cluster cluster, Broom broom) {
        this.cluster = cluster;
        this.broom = broom;
        this.files = cluster.files();
        this.root = cluster.root();
    }

    /** Looks, and decides; removes nothing. */
    public List<Verdict> look() throws IOException {
        long now = now();
        List<Found> all = new ArrayList<>();
        for (FileStatus status : list(root.applications())) {
            String name = status.getPath().getName();
            // What we did not put there is not ours to judge.
            if (name.matches(APPLICATION)) {
                all.add(new Found(Found.Kind.APPLICATION, name, owner(name, status.getPath()), age(status, now)));
            }
        }
        for (FileStatus status : list(root.sessions())) {
            Optional<ApplicationId> id = cluster.sessions().owner(status.getPath());
            if (id.isPresent()) {
                all.add(new Found(
                        Found.Kind.SESSION,
                        status.getPath().getName(),
                        owner(
                                id.get().toString(),
                                root.application(id.get().toString()).path()),
                        age(status, now)));
            }
        }
        uploads()
                .forEach((name, status) ->
                        all.add(new Found(Found.Kind.UPLOAD, name, Owner.UNDECIDABLE, age(status, now))));
        return broom.judge(all);
    }

    /** Removes what a look has found to be needed by nobody. */
    public void remove(Verdict verdict) throws IOException {
        if (verdict.isRemoved()) {
            files.delete(path(verdict.found()), true);
        }
    }

    /** Where something that was found is. */
    public Path path(Found found) {
        return switch (found.kind()) {
            case APPLICATION -> root.application(found.name()).path();
            case SESSION -> root.session(found.name());
            case UPLOAD -> new Path(root.path(), found.name());
        };
    }

    /** @param directory that of the application, which says to which YARN it was submitted */
    private Owner owner(String application, Path directory) throws IOException {
        Optional<ApplicationReport> report = cluster.applications().find(ApplicationId.fromString(application));
        if (report.isPresent()) {
            return Applications.isOver(report.get()) ? Owner.OVER : Owner.LIVES;
        }
        return YarnIdentity.of(cluster.configuration()).isOn(files, directory) ? Owner.FORGOTTEN : Owner.UNDECIDABLE;
    }

    private Map<String, FileStatus> uploads() throws IOException {
        Map<String, FileStatus> uploads = new TreeMap<>();
        for (FileStatus leaf : list(root.kernels())) {
            uploads.put("kernels/" + leaf.getPath().getName(), leaf);
        }
        for (FileStatus version : list(root.libraries())) {
            for (FileStatus jar : list(version.getPath())) {
                uploads.put("lib/" + version.getPath().getName(), jar);
            }
        }
        return uploads;
    }

    private FileStatus[] list(Path directory) throws IOException {
        try {
            return files.listStatus(directory);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    private static Duration age(FileStatus status, long now) {
        return Duration.ofMillis(now - Math.max(status.getModificationTime(), status.getAccessTime()));
    }

    /** By the NameNode's clock, since that is whose times are compared. */
    private long now() throws IOException {
        Path clock = new Path(root.path(), "_now-" + UUID.randomUUID());
        try {
            files.mkdirs(clock);
            return files.getFileStatus(clock).getModificationTime();
        } finally {
            files.delete(clock, false);
        }
    }
}
