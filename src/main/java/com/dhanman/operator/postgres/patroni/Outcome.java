package com.dhanman.operator.postgres.patroni;

/** What came of a request to Patroni. */
public sealed interface Outcome {
    /** In Patroni's words where it answered. */
    String text();

    /** It was carried out, or has begun where the request says so. */
    record Done(String text) implements Outcome {}

    /** It was not carried out, and will not be. */
    record Refused(String text) implements Outcome {}

    /** It may have been carried out, or may still be: the state of the cluster will tell. */
    record Unknown(String text) implements Outcome {}
}
