package org.hpvm.dfs.layout;

import org.apache.hadoop.fs.Path;

/** Where the files of one application are in HDFS. */
public record ApplicationDirectory(Path path) {

    /**
     * The journal of one attempt of the server.
     *
     * @param epoch counts the attempts from 1
     */
    public Path journal(long epoch) {
        return new Path(journals(), epoch + ".journal");
    }

    public Path journals() {
        return new Path(path, "journal");
    }

    /** The key of the tokens of clients, where YARN gives none; for the user's other clients. */
    public Path clientKey() {
        return new Path(path, "client.key");
    }

    /** Where each attempt of the server says where it listens, in a file named by its epoch. */
    public Path epochs() {
        return new Path(path, "epoch");
    }

    /**
     * A segment file.
     *
     * @param segment the writer's number in the upper 32 bits, its how-manieth segment in the lower
     */
    public Path segment(long segment) {
        return new Path(path, "segments/" + (segment >>> 32) + "." + (int) segment + ".segment");
    }

    public Path base(int share, long version) {
        return new Path(bases(), share + "." + version);
    }

    public Path bases() {
        return new Path(path, "bases");
    }

    /**
     * A base that the server makes of a share's pieces.
     *
     * @param epoch counts the attempts of the server from 1
     * @param count how manieth of the attempt
     */
    public Path compacted(int share, long epoch, int count) {
        return new Path(bases(), share + ".compacted-" + epoch + "-" + count);
    }

    /** Files that the client gives to the ApplicationMaster. */
    public Path staging(String name) {
        return new Path(path, "staging/" + name);
    }
}
