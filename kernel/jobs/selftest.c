#include "job.h"
const char *job_selftest(void){return 0;}
const char *job_bench(void){return 0;}
const char *job_pagecache(void){return 0;}
