#pragma once

/* Ends the running cell, and begins the cell `number`; 0 says that the program has come to its end. */
void winnow_cell(int number);
