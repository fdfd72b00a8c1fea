package org.hpvm.yarn.server;

import java.util.List;
import org.hpvm.proto.client.MachineUse;
import org.hpvm.proto.client.PrintedLine;
import org.hpvm.yarn.gateway.SpawnAudience;
import org.hpvm.yarn.gateway.SpawnProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nobody sits before a parent that was submitted: how its spawns go is logged. */
record LoggedSpawns() implements SpawnAudience {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedSpawns.class);

    @Override
    public boolean wantsOutput() {
        return false; // it is in the machines' logs, which are gathered at the same place
    }

    @Override
    public void notice(String sentence) {
        LOG.info("{}", sentence);
    }

    @Override
    public void printed(List<PrintedLine> lines) {
        lines.forEach(line -> LOG.info("{} {} | {}", line.getMachine(), line.getTask(), line.getText()));
    }

    @Override
    public void progress(SpawnProgress progress) {
        LOG.debug("{}", progress);
    }

    @Override
    public void over() {
        LOG.debug("a spawn is over");
    }

    @Override
    public void ran(long tasks, List<MachineUse> uses) {
        LOG.info("a spawn of {} tasks is done", tasks);
    }
}
