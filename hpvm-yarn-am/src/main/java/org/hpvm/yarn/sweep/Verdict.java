package org.hpvm.yarn.sweep;

/**
 * What is to become of something that was found.
 *
 * @param why as a sentence about it
 */
public record Verdict(Found found, boolean isRemoved, String why) {}
