package org.hpvm.examples.faults;

import java.util.Optional;

/** What can be done to a running application, and to the cluster below it. */
enum Fault {
    WORKER_KILLED(Processes.Kind.WORKER, false),
    WORKER_STANDS_STILL(Processes.Kind.WORKER, true),
    EXEC_KILLED(Processes.Kind.EXEC, false),
    AGENT_KILLED(Processes.Kind.AGENT, false),
    AGENT_STANDS_STILL(Processes.Kind.AGENT, true),
    SERVER_KILLED(Processes.Kind.SERVER, false),
    SERVER_STANDS_STILL(Processes.Kind.SERVER, true),
    NODE_MANAGER_KILLED("nodemanager-", false),
    NODE_MANAGER_STANDS_STILL("nodemanager-", true),
    DATA_NODE_KILLED("datanode-", false),
    DATA_NODE_STANDS_STILL("datanode-", true),
    RESOURCE_MANAGER_KILLED("resourcemanager", false),
    RESOURCE_MANAGER_STANDS_STILL("resourcemanager", true),
    NAME_NODE_KILLED("namenode", false),
    NAME_NODE_STANDS_STILL("namenode", true);

    private final Optional<Processes.Kind> process;
    private final String daemon;
    private final boolean isPause;

    Fault(Processes.Kind process, boolean isPause) {
        this.process = Optional.of(process);
        this.daemon = "";
        this.isPause = isPause;
    }

    Fault(String daemon, boolean isPause) {
        this.process = Optional.empty();
        this.daemon = daemon;
        this.isPause = isPause;
    }

    /** What it is done to, if that is a process of the application. */
    Optional<Processes.Kind> process() {
        return process;
    }

    /** What it is done to otherwise: the beginning of the names of such daemons. */
    String daemon() {
        return daemon;
    }

    /** SIGSTOP and, later, SIGCONT; else SIGKILL. */
    boolean isPause() {
        return isPause;
    }
}
