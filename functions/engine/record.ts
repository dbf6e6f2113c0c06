import { record } from '../../shared/activities/record'
import type { EndableRun } from '../../shared/activities/submit'
import { fabric } from '../../shared/fabric'
import { activity } from '../../shared/triggers/activity'

activity({
  name: 'record',
  run: (input: EndableRun, log) => record(fabric().activities(log), input),
})
