package org.hpvm.minicluster.command;

/** What the program tells the shell. */
public enum ExitStatus {
    /** All went well. */
    OK(0),
    /** The cluster did not start or did not stop; the sentence on standard error says why. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** No cluster runs in the directory. */
    NOT_RUNNING(3);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
