package org.hpvm.yarn.sweep;

/** What is known of the application that something in HDFS belongs to. */
public enum Owner {
    /** YARN says that it lives. */
    LIVES("lives"),
    /** YARN says how it ended, once and for all. */
    OVER("has ended"),
    /** The YARN that it was submitted to does not know it: it was never taken, or was forgotten after its end. */
    FORGOTTEN("is not known to its YARN"),
    /** It cannot be told: it was submitted to another YARN, or nobody wrote down to which. */
    UNDECIDABLE("belongs to another YARN, or nobody knows to which");

    private final String sentence;

    Owner(String sentence) {
        this.sentence = sentence;
    }

    /** What it does, after the application's id. */
    public String sentence() {
        return sentence;
    }
}
