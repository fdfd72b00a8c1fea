package org.hpvm.sdk;

/**
 * What a task runs: the Java counterpart of {@code kernel_main}.
 *
 * <p>A kernel is a class in a jar at the leaf {@code any/jvm/generic}. The jar's manifest names it as
 * {@code Hpvm-Kernel}, or the jar has the service file {@code META-INF/services/org.hpvm.sdk.Kernel}. It is made once a
 * worker, by its constructor without parameters, and then runs that worker's tasks one after the other.
 */
@FunctionalInterface
public interface Kernel {
    /**
     * Runs one task. What it merges counts once it returns; what it prints goes to the task's log.
     *
     * @param task valid until this method returns, and only for the thread that was given it
     * @throws Exception if the task has failed: its class and message are what the parent is told
     */
    void run(TaskContext task) throws Exception;
}
