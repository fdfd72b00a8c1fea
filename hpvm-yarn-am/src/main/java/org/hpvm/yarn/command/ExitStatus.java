package org.hpvm.yarn.command;

/** What the command line ends with; a parent's own exit status is passed on as it is. */
public enum ExitStatus {
    OK(0),
    /**
     * The command line, the settings or a call of the program is wrong, or the cluster refused; the sentence says
     * which.
     */
    USAGE(2),
    /** HPVM itself failed; please report. */
    INTERNAL(70);

    private final int number;

    ExitStatus(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
