package org.hpvm.yarn.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ClassUtil;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.URL;
import org.hpvm.container.kernel.Sha256;
import org.hpvm.dfs.file.CommitOutcome;
import org.hpvm.dfs.file.LastUse;
import org.hpvm.dfs.file.Publication;
import org.hpvm.dfs.layout.HpvmRoot;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** The program itself: one jar, put into HDFS once for each version of its content and fetched by every container. */
public final class HpvmJar {
    /** Its name in a container's directory. */
    public static final String NAME = "hpvm.jar";

    private static final String PROPERTY = "hpvm.jar";

    private HpvmJar() {}

    /**
     * The jar that this program runs from.
     *
     * @throws HpvmException if it does not run from one
     */
    public static Path find() throws HpvmException {
        String told = System.getProperty(PROPERTY);
        String found = told != null ? told : ClassUtil.findContainingJar(HpvmJar.class);
        if (found == null || !Files.isRegularFile(Path.of(found))) {
            throw new HpvmException(
                    ErrorCode.INTERNAL,
                    "find the jar of HPVM: this program runs from " + (found == null ? "class files" : found)
                            + "; set -D" + PROPERTY);
        }
        return Path.of(found);
    }

    /** Puts the jar into HDFS unless it is there. */
    public static org.apache.hadoop.fs.Path upload(Path jar, FileSystem files, HpvmRoot root) throws IOException {
        org.apache.hadoop.fs.Path stored = root.library(Sha256.of(jar));
        if (!LastUse.mark(files, stored)) {
            CommitOutcome outcome = Publication.publish(files, stored, out -> {
                try (InputStream in = Files.newInputStream(jar)) {
                    in.transferTo(out);
                }
            });
            boolean isThere = outcome.match(committed -> true, conflict -> true, unknown -> false);
            if (!isThere && !files.exists(stored)) {
                throw new HpvmException(ErrorCode.UNAVAILABLE, "store " + jar + " as " + stored + ": no answer");
            }
        }
        return stored;
    }

    /** What a container fetches. NodeManagers keep it for the user's next application. */
    public static Map<String, LocalResource> resource(FileSystem files, org.apache.hadoop.fs.Path stored)
            throws IOException {
        FileStatus status = files.getFileStatus(stored);
        return Map.of(
                NAME,
                LocalResource.newInstance(
                        URL.fromPath(status.getPath()),
                        LocalResourceType.FILE,
                        LocalResourceVisibility.PRIVATE,
                        status.getLen(),
                        status.getModificationTime()));
    }
}
