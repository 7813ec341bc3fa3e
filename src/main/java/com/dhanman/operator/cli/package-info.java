/** The command line. It uses plans as the operator does, and needs no cluster. */
package com.dhanman.operator.cli;
