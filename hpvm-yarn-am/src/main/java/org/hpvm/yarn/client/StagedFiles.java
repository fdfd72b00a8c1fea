package org.hpvm.yarn.client;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.URL;
import org.hpvm.dfs.layout.ApplicationDirectory;

/** A submission's files in HDFS, in the application's directory; they go with it. */
record StagedFiles(Storage storage, ApplicationDirectory directory) {
    private static final String TREE = "tree";

    /** Copies files and tree, and names what the container has to fetch. */
    Map<String, LocalResource> put(Submission submission) throws IOException {
        Map<String, LocalResource> resources = new TreeMap<>();
        for (Map.Entry<String, java.nio.file.Path> file : submission.files().entrySet()) {
            Path staged = directory.staging(file.getKey());
            storage.files()
                    .copyFromLocalFile(false, true, new Path(file.getValue().toUri()), staged);
            FileStatus status = storage.files().getFileStatus(staged);
            resources.put(
                    file.getKey(),
                    LocalResource.newInstance(
                            URL.fromPath(status.getPath()),
                            LocalResourceType.FILE,
                            LocalResourceVisibility.APPLICATION,
                            status.getLen(),
                            status.getModificationTime()));
        }
        if (submission.tree().isPresent()) {
            storage.files()
                    .copyFromLocalFile(
                            false, true, new Path(submission.tree().get().toUri()), tree());
        }
        return resources;
    }

    /** Where the kernel tree is put. */
    Path tree() {
        return directory.staging(TREE);
    }
}
