package org.hpvm.yarn.command;

/** What the command line ends with; a parent's own exit status is passed on as it is. */
public enum ExitStatus {
    OK(0, "all went well"),
    DIFFERENT(1, "kernels verify: a leaf gave another answer, or failed"),
    USAGE(2, "the command line, a setting or a call of the program is wrong, or the cluster refused"),
    INTERNAL(70, "HPVM itself failed; please report it");

    private final int number;
    private final String meaning;

    ExitStatus(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** One line, without a full stop. */
    public String meaning() {
        return meaning;
    }
}
