package org.hpvm.minicluster;

import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends the log of the daemons in this JVM to a file. Hadoop's daemons warn some 60 times while they start and stop,
 * without anything being wrong.
 */
public final class DaemonLog {
    /** Held, as java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger GUICE = Logger.getLogger("com.google.inject");

    private DaemonLog() {}

    /** Must come before the first use of a Hadoop class; does nothing if the JVM has settings for log4j of its own. */
    public static void to(Path file) {
        GUICE.setLevel(Level.SEVERE);
        if (System.getProperty("log4j.configuration") == null
                && DaemonLog.class.getResource("/log4j.properties") == null
                && DaemonLog.class.getResource("/log4j.xml") == null) {
            System.setProperty("hpvm.cluster.log", file.toString());
            System.setProperty("log4j.configuration", "org/hpvm/minicluster/daemons-log4j.properties");
        }
    }
}
