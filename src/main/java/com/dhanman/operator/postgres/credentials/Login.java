package com.dhanman.operator.postgres.credentials;

/** What a client logs in with. */
public record Login(String username, String password) {
    /** Records print their parts, and passwords must never get into a log. */
    @Override
    public String toString() {
        return username;
    }
}
