package org.hpvm.minicluster.junit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Paths in HDFS that an application removes at its end.
 *
 * @param globs as Hadoop's file systems read them
 */
record LeftHdfsPaths(FileSystem files, List<String> globs, Duration patience) implements Watch {
    LeftHdfsPaths {
        globs = List.copyOf(globs);
    }

    @Override
    public String kind() {
        return "HDFS paths";
    }

    @Override
    public List<String> left() throws IOException {
        return paths().stream().map(path -> path.toUri().getPath()).toList();
    }

    @Override
    public void clean() throws IOException {
        for (Path path : paths()) {
            files.delete(path, true);
        }
    }

    private List<Path> paths() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String glob : globs) {
            FileStatus[] matches = files.globStatus(new Path(glob));
            // Null where no part of the glob is a wildcard and the path is not there.
            for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
                found.add(match.getPath());
            }
        }
        return found;
    }
}
