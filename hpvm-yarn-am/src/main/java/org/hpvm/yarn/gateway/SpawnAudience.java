package org.hpvm.yarn.gateway;

import java.util.List;
import org.hpvm.proto.client.MachineUse;
import org.hpvm.proto.client.PrintedLine;

/** Whoever sits before a parent's terminal: hears how its spawns go. Called by the spawn's thread. */
public interface SpawnAudience {
    /** Whether {@link #printed} is of use. */
    boolean wantsOutput();

    /** A sentence for the user. */
    void notice(String sentence);

    /** Tasks have printed. */
    void printed(List<PrintedLine> lines);

    /** A spawn is so far now. */
    void progress(SpawnProgress progress);

    /** A spawn has ended, one way or the other. */
    void over();

    /** A spawn has ended well; what ran where. After {@link #over}. */
    void ran(long tasks, List<MachineUse> uses);
}
