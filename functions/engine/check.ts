import { check } from '../../shared/activities/check'
import type { RunInput } from '../../shared/activities/result'
import { fabric } from '../../shared/fabric'
import { activity } from '../../shared/triggers/activity'

activity({ name: 'check', run: (input: RunInput, log) => check(fabric().activities(log), input) })
