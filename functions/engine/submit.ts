import type { EndableRun } from '../../shared/activities/submit'
import { submit } from '../../shared/activities/submit'
import { fabric } from '../../shared/fabric'
import { activity } from '../../shared/triggers/activity'

activity({
  name: 'submit',
  run: (input: EndableRun, log) => submit(fabric().activities(log), input),
})
