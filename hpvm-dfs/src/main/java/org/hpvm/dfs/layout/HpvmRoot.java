package org.hpvm.dfs.layout;

import org.apache.hadoop.fs.Path;

/**
 * The directory in HDFS under which a user's HPVM keeps everything; {@code /user/<name>/.hpvm} unless set otherwise.
 *
 * <pre>
 * apps/&lt;application id&gt;/   one application's state, removed at its end
 * kernels/&lt;sha256&gt;          leaves, named by their content, kept
 * lib/&lt;sha256&gt;/hpvm.jar     the program itself, kept
 * sessions/&lt;name&gt;           how a session is reached, for its user only; removed at its end
 * results/&lt;application id&gt;/ what a submitted parent left in its working directory, kept
 * kept/&lt;application id&gt;/    shares that a run has kept, as plain files
 * </pre>
 */
public record HpvmRoot(Path path) {

    public Path applications() {
        return new Path(path, "apps");
    }

    public ApplicationDirectory application(String applicationId) {
        return new ApplicationDirectory(new Path(applications(), applicationId));
    }

    public Path kernels() {
        return new Path(path, "kernels");
    }

    public Path kernel(String sha256) {
        return new Path(kernels(), sha256);
    }

    public Path libraries() {
        return new Path(path, "lib");
    }

    public Path library(String sha256) {
        return new Path(libraries(), sha256 + "/hpvm.jar");
    }

    public Path sessions() {
        return new Path(path, "sessions");
    }

    public Path session(String name) {
        return new Path(sessions(), name);
    }

    public Path results(String applicationId) {
        return new Path(path, "results/" + applicationId);
    }

    public Path keptShares() {
        return new Path(path, "kept");
    }

    public Path kept(String name) {
        return new Path(keptShares(), name);
    }
}
