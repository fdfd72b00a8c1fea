package org.hpvm.yarn.settings;

import java.time.Duration;

/**
 * When what is left in HDFS is removed.
 *
 * @param isAutomatic whether a run looks for it
 * @param youth how long an application that YARN does not know may yet be submitted
 * @param disuse after how long an upload that nobody uses is removed
 */
public record SweepTerms(boolean isAutomatic, Duration youth, Duration disuse) {}
