/** The command line: what works on files, and below it what works on a cluster. */
package com.dhanman.operator.cli;
