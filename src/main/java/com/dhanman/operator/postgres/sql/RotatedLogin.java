package com.dhanman.operator.postgres.sql;

/**
 * A role that logs in and then acts as another: what it makes belongs to the owner, so that logins
 * can follow each other while the owner stays.
 */
public record RotatedLogin(String owner, String login, Password password) {
    /**
     * A login whose time is over: nobody logs in by it any more, and it goes with its last session.
     */
    public record Ended(String owner, String login) {}
}
